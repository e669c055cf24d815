import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from 'node-llama-cpp';
import type { ReplyDistributions, ReplyScore } from '../engine';
import { fitTokens } from '../fit-tokens';
import { ServingError } from '../serving-error';
import type { ReplyInput } from './engine-verbs';
import type { ModelHost } from './model-host';

/** -ln p of a reply as the served model sees it: one pass over prompt and reply, raw logits, temperature 1. */
export function scoreReply(
  host: ModelHost,
  input: ReplyInput,
  signal: AbortSignal,
): Promise<ReplyScore> {
  return host.withSequence(input.adapter, signal, async (sequence) => {
    const fitted = fit(host, input);
    let nats = 0;
    // Greedy sampling leaves the logits as they are and selects the largest, so that asking for the wanted token
    // and the selected one answers both what softmax needs; `includeMax` is broken in node-llama-cpp 3.22.
    await evaluateReply(
      sequence,
      fitted,
      (wanted) => ({
        logits: { filter: { tokens: [wanted], includeSelected: true } },
        totalLogitWeight: true,
      }),
      (wanted, { logits, totalLogitWeight }) => {
        const logit = logits?.get(wanted);
        if (logit === undefined || totalLogitWeight === undefined) throw noLogits();
        const largest = Math.max(...(logits?.values() ?? []));
        nats += largest + Math.log(totalLogitWeight) - logit;
      },
    );
    return { nats, tokens: fitted.reply.length, cutTokens: fitted.cutTokens };
  });
}

/** The whole vocabulary's ln p at each reply token. */
export function distributeReply(
  host: ModelHost,
  input: ReplyInput,
  signal: AbortSignal,
): Promise<ReplyDistributions> {
  return host.withSequence(input.adapter, signal, async (sequence) => {
    const { prompt, reply, cutTokens } = fit(host, input);
    const logProbs: Float32Array[] = [];
    await evaluateReply(
      sequence,
      { prompt, reply },
      () => ({ logits: true }),
      (_wanted, { logits }) => {
        if (logits === undefined) throw noLogits();
        logProbs.push(logSoftmax(logits));
      },
    );
    const numbers = { promptTokens: prompt.map(Number), replyTokens: reply.map(Number) };
    return { ...numbers, logProbs, cutTokens };
  });
}

type Wish = NonNullable<Exclude<ControlledEvaluateInputItem, Token>[1]['generateNext']>;
type Answer = { logits?: Map<Token, number>; totalLogitWeight?: number };

function fit(host: ModelHost, { userMessage, reply }: ReplyInput) {
  const { format, facts } = host;
  return fitTokens(
    format.promptTokens(userMessage),
    format.replyTokens(reply),
    facts.contextTokens,
  );
}

/** Each reply token is predicted from what stands before it: the last one is never fed. */
async function evaluateReply(
  sequence: LlamaContextSequence,
  { prompt, reply }: { prompt: Token[]; reply: Token[] },
  wish: (wanted: Token) => Wish,
  take: (wanted: Token, answer: Answer) => void,
): Promise<void> {
  await sequence.clearHistory();
  const items: ControlledEvaluateInputItem[] = [...prompt, ...reply.slice(0, -1)];
  for (const [at, wanted] of reply.entries()) {
    const before = prompt.length + at - 1;
    const token = items[before];
    if (typeof token === 'number') items[before] = [token, { generateNext: wish(wanted) }];
  }
  const answers = await sequence.controlledEvaluate(items);
  for (const [at, wanted] of reply.entries()) {
    const answer = answers[prompt.length + at - 1];
    if (answer === undefined) throw noLogits();
    take(wanted, answer.next);
  }
}

function logSoftmax(logits: Map<Token, number>): Float32Array {
  const values = new Float64Array(logits.size);
  for (const [token, logit] of logits) values[token] = logit;
  const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const weight = values.reduce((sum, value) => sum + Math.exp(value - largest), 0);
  const shift = largest + Math.log(weight);
  return Float32Array.from(values, (value) => value - shift);
}

const noLogits = () => new ServingError('failed', 'The model engine gave no probabilities.');
