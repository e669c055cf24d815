import type { ChatEnd } from '../engine';
import { keepEnds } from '../fit-tokens';
import type { ChatInput } from './engine-verbs';
import type { ModelHost } from './model-host';
import { TextAssembler } from './text-assembler';

const TOP_K = 40;
const TOP_P = 0.95;

/** Writes a draft token by token; `onText` gets whole characters. Rejects with `signal.reason` once aborted. */
export function writeDraft(
  host: ModelHost,
  input: ChatInput,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<ChatEnd> {
  return host.withSequence(input.adapter, signal, async (sequence) => {
    const { model, format, facts } = host;
    // A draft may take half of the context at most: the mail it answers needs room as well.
    const maxTokens = Math.min(input.maxTokens, Math.floor(facts.contextTokens / 2));
    const whole = format.promptTokens(input.userMessage, input.earlier);
    const prompt = keepEnds(whole, facts.contextTokens - maxTokens);
    const end = { promptTokens: prompt.length, cutTokens: whole.length - prompt.length };

    // What an earlier request left in the context and this one shares is kept; the last token is always evaluated.
    await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
    const assembler = new TextAssembler(model);
    const generation = sequence.evaluate(prompt.slice(sequence.nextTokenIndex), {
      ...samplingOf(input),
      yieldEogToken: true,
    });
    let tokens = 0;
    for await (const token of generation) {
      signal.throwIfAborted();
      if (format.endsTurn(token)) {
        onText(assembler.end());
        return { ...end, reason: 'stop', tokens };
      }
      tokens += 1;
      const text = assembler.add(token);
      if (text !== '') onText(text);
      if (tokens >= maxTokens) break;
    }
    onText(assembler.end());
    return { ...end, reason: 'length', tokens };
  });
}

function samplingOf({ temperature, seed }: ChatInput) {
  if (temperature <= 0) return { temperature: 0 };
  return { temperature, topK: TOP_K, topP: TOP_P, ...(seed === null ? {} : { seed }) };
}
