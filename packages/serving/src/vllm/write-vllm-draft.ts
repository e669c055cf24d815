import type { FittedPrompt } from '../embedded/engine-verbs';
import type { ChatEnd, ChatRequest } from '../engine';
import type { VllmServer } from './vllm-server';

/** Streams one draft of `name`. Rejects with what vLLM said, or with `signal.reason` once aborted. */
export async function* writeVllmDraft(input: {
  server: VllmServer;
  name: string;
  prompt: FittedPrompt;
  request: ChatRequest;
}): AsyncGenerator<string, ChatEnd> {
  const { server, name, prompt } = input;
  const { maxTokens, temperature = 0, seed, signal } = input.request;
  const reader = new AbortController();
  const stop = signal === undefined ? reader.signal : AbortSignal.any([reader.signal, signal]);
  const wish = {
    model: name,
    // Tokens, not text: what is written is what the model was trained to follow, whatever vLLM's tokenizer would add.
    prompt: prompt.promptTokenIds,
    stop_token_ids: [prompt.endTokenId],
    max_tokens: maxTokens,
    temperature,
    top_k: 40,
    top_p: 0.95,
    repetition_penalty: 1,
    ...(seed === undefined ? {} : { seed }),
    stream: true as const,
    stream_options: { include_usage: true },
  };
  try {
    const stream = await server.client.completions.create(wish, { signal: stop });
    let reason: ChatEnd['reason'] | null = null;
    let tokens = 0;
    for await (const { choices, usage } of stream) {
      const [choice] = choices;
      if (choice?.text) yield choice.text;
      if (choice?.finish_reason) reason = choice.finish_reason === 'length' ? 'length' : 'stop';
      tokens = usage?.completion_tokens ?? tokens;
    }
    signal?.throwIfAborted();
    if (reason === null) throw new TypeError('The answer broke off.');
    const { promptTokens, cutTokens } = prompt;
    return { reason, promptTokens, tokens, cutTokens };
  } catch (cause) {
    signal?.throwIfAborted();
    throw cause;
  } finally {
    reader.abort();
  }
}
