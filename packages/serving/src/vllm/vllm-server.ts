import OpenAI from 'openai';
import { ServingError } from '../serving-error';

/** For questions that write nothing. */
const ANSWER_WITHIN_MS = 30_000;

/** One entry of vLLM's /v1/models; adapters name their base and, as `root`, the folder they were loaded from. */
export interface VllmModel {
  id: string;
  root?: string | null;
  parent?: string | null;
  max_model_len?: number | null;
}

/** One vLLM server: how it is asked, and what its failures are called. Everything rejects with a ServingError. */
export interface VllmServer {
  readonly url: string;
  readonly client: OpenAI;
  models(): Promise<VllmModel[]>;
  /** Needs VLLM_ALLOW_RUNTIME_LORA_UPDATING. `path` is read by the server. */
  loadAdapter(name: string, path: string): Promise<void>;
  unloadAdapter(name: string): Promise<void>;
  error(cause: unknown): ServingError;
}

/** `baseUrl` is VLLM_BASE_URL, with or without a trailing /v1. */
export function openVllmServer(baseUrl: string, apiKey: string | undefined): VllmServer {
  const url = baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '');
  // Without a key vLLM reads none; the client insists on one.
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: apiKey ?? 'none', maxRetries: 0 });
  const error = (cause: unknown) => errorOf(url, cause);

  async function ask<T>(question: () => PromiseLike<T>): Promise<T> {
    try {
      return await question();
    } catch (cause) {
      throw error(cause);
    }
  }
  const change = (route: string, body: object) =>
    ask(() => client.post(route, { body, timeout: ANSWER_WITHIN_MS }));

  return {
    url,
    client,
    error,
    async models() {
      const { data } = await ask(() =>
        client.get<{ data: VllmModel[] }>('/models', { timeout: ANSWER_WITHIN_MS }),
      );
      return data;
    },
    async loadAdapter(name, path) {
      await change('/load_lora_adapter', { lora_name: name, lora_path: path });
    },
    async unloadAdapter(name) {
      await change('/unload_lora_adapter', { lora_name: name });
    },
  };
}

/** Whether vLLM said that it does not serve a model. */
export function isNotServed(cause: unknown): boolean {
  return cause instanceof OpenAI.NotFoundError;
}

function errorOf(url: string, cause: unknown): ServingError {
  if (cause instanceof ServingError) return cause;
  if (cause instanceof OpenAI.APIConnectionError || cause instanceof TypeError) {
    return new ServingError(
      'engine_down',
      `The vLLM at ${url} does not answer: start it, or set VLLM_BASE_URL to where it runs.`,
      { cause },
    );
  }
  if (cause instanceof OpenAI.AuthenticationError) {
    return new ServingError('unsupported', 'The vLLM wants a key: set VLLM_API_KEY.', { cause });
  }
  const words = cause instanceof Error ? cause.message : String(cause);
  // The web framework's own words for a route that is not there.
  if (
    cause instanceof OpenAI.NotFoundError &&
    /404 (status code|Not Found|"?Not Found)/i.test(words)
  ) {
    return new ServingError(
      'unsupported',
      'This vLLM loads no adapters while it runs: start it with --enable-lora and VLLM_ALLOW_RUNTIME_LORA_UPDATING=True.',
      { cause },
    );
  }
  return new ServingError('failed', `The vLLM could not do that: ${words}.`, { cause });
}
