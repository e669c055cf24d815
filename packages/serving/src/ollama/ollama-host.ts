import { Ollama } from 'ollama';
import { ServingError } from '../serving-error';

/** For questions that no model is loaded for. */
const ANSWER_WITHIN_MS = 10_000;

/** One Ollama server: where it is, how it is asked, and what its failures are called. */
export interface OllamaHost {
  readonly url: string;
  /** Asks something quick. Rejects with a ServingError. */
  ask<T>(question: (client: Ollama) => Promise<T>): Promise<T>;
  /** A client whose requests end with `signal`; for what may take as long as it takes. */
  client(signal?: AbortSignal): Ollama;
  error(cause: unknown): ServingError;
}

/** `baseUrl` is OLLAMA_BASE_URL, with or without a trailing /api. */
export function openOllamaHost(baseUrl: string): OllamaHost {
  const url = baseUrl.replace(/\/+$/, '').replace(/\/api$/, '');
  const client = (signal?: AbortSignal) =>
    new Ollama({
      host: url,
      fetch: (address, init) => {
        const signals = [init?.signal, signal].filter((one) => one instanceof AbortSignal);
        return fetch(address, { ...init, signal: AbortSignal.any(signals) });
      },
    });
  const error = (cause: unknown) => (cause instanceof ServingError ? cause : errorOf(url, cause));
  return {
    url,
    client,
    error,
    async ask(question) {
      try {
        return await question(client(AbortSignal.timeout(ANSWER_WITHIN_MS)));
      } catch (cause) {
        throw error(cause);
      }
    },
  };
}

/** Whether Ollama said that it does not know a model. */
export function isNotFound(cause: unknown): boolean {
  return cause instanceof Error && 'status_code' in cause && cause.status_code === 404;
}

const AWAY = /ECONNREFUSED|ECONNRESET|fetch failed|terminated|socket hang up|EOF|TimeoutError/;

function errorOf(url: string, cause: unknown): ServingError {
  if (cause instanceof TypeError || AWAY.test(String(cause))) {
    return new ServingError(
      'engine_down',
      `Ollama at ${url} does not answer: start it, or set OLLAMA_BASE_URL to where it runs.`,
      { cause },
    );
  }
  const words = cause instanceof Error ? cause.message : String(cause);
  return new ServingError('failed', `Ollama could not do that: ${words}.`, { cause });
}
