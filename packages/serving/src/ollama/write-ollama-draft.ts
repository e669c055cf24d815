import type { FittedPrompt } from '../embedded/engine-verbs';
import type { ChatEnd, ChatRequest } from '../engine';
import type { OllamaHost } from './ollama-host';

/** Streams one draft of `tag`. Rejects with what Ollama said, or with `signal.reason` once aborted. */
export async function* writeOllamaDraft(input: {
  host: OllamaHost;
  tag: string;
  prompt: FittedPrompt;
  request: ChatRequest;
  contextTokens: number;
  threads: number;
  /** Seconds; undefined leaves it to Ollama, which keeps a model for five minutes. */
  keepAliveS: number | undefined;
}): AsyncGenerator<string, ChatEnd> {
  const { host, tag, prompt, contextTokens, threads, keepAliveS } = input;
  const { maxTokens, temperature = 0, seed, signal } = input.request;
  const reader = new AbortController();
  const stop = signal === undefined ? reader.signal : AbortSignal.any([reader.signal, signal]);
  try {
    const stream = await host.client(stop).generate({
      model: tag,
      prompt: prompt.text,
      raw: true,
      stream: true,
      ...(keepAliveS === undefined ? {} : { keep_alive: keepAliveS }),
      options: {
        num_ctx: contextTokens,
        num_predict: maxTokens,
        num_thread: threads,
        temperature,
        top_k: 40,
        top_p: 0.95,
        min_p: 0,
        // Ollama's default of 1.1 would write other words than the embedded engine.
        repeat_penalty: 1,
        stop: [prompt.endText],
        ...(seed === undefined ? {} : { seed }),
      },
    });
    let end: ChatEnd | null = null;
    for await (const part of stream) {
      if (part.response) yield part.response;
      if (part.done) {
        end = {
          reason: part.done_reason === 'length' ? 'length' : 'stop',
          promptTokens: prompt.promptTokens,
          tokens: part.eval_count ?? 0,
          cutTokens: prompt.cutTokens,
        };
      }
    }
    if (end === null) throw new TypeError('The answer broke off.');
    return end;
  } catch (cause) {
    signal?.throwIfAborted();
    throw cause;
  } finally {
    reader.abort();
  }
}
