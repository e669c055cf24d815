import { userMessage } from '@emailai/contracts/prompt';
import type { EmbeddedEngine } from '@emailai/serving/embedded/create-embedded-engine';
import type { ServingEngine } from '@emailai/serving/engine';
import { z } from 'zod';
import type { NpzArray } from '../../testing/read-npz';
import type { RandomBase } from './random-base';

/** Mean KL(reference ‖ served) in nats over the positions of replies. */
export interface Divergence {
  mean: number;
  positions: number;
}

/** One reply token of one row: what stands before it, and the reference's ln p of the vocabulary for it. */
interface Position {
  row: number;
  at: number;
  logProbs: Float32Array | Int32Array;
}

/** Over the whole vocabulary, and with the same tokens on both sides. Throws where those differ. */
export async function divergeWhole(
  engine: ServingEngine,
  model: string | null,
  base: RandomBase,
  reference: Map<string, NpzArray>,
): Promise<Divergence> {
  let sum = 0;
  let positions = 0;
  for (const [number, row] of base.rows.entries()) {
    const request = { model, userMessage: userMessage(row), reply: row.output };
    const served = await engine.distributions(request);
    const wanted = arrayOf(reference, `reply_${number}`).values;
    if (served.replyTokens.join() !== [...wanted].join()) throw new Error('the tokens differ');
    for (const { at, logProbs } of positionsOf(reference, number)) {
      for (const [token, log] of logProbs.entries()) {
        sum += Math.exp(log) * (log - (served.logProbs[at]?.[token] ?? Number.NaN));
      }
      positions += 1;
    }
  }
  return { mean: sum / positions, positions };
}

const topSchema = z.object({
  prompt_eval_count: z.number(),
  logprobs: z
    .array(
      z.object({ top_logprobs: z.array(z.object({ token: z.string(), logprob: z.number() })) }),
    )
    .optional(),
});
const TOP = 20;

/**
 * An Ollama tells the twenty likeliest tokens of what it writes, no more: each reply token is asked for by itself
 * after what stands before it, and all other tokens count as one. Positions are left out where it would end the turn
 * (then it tells nothing) or reads the text as other tokens.
 */
export async function divergeTop(
  ollama: { url: string; model: string },
  tokenizer: EmbeddedEngine,
  base: RandomBase,
  reference: Map<string, NpzArray>,
): Promise<Divergence> {
  const idOf = uniqueTexts(base.tokenTexts);
  let sum = 0;
  let positions = 0;
  for (const [number, row] of base.rows.entries()) {
    const message = userMessage(row);
    const prompt = await tokenizer.tokenise({ userMessage: message, reply: row.output });
    for (const { at, logProbs } of positionsOf(reference, number)) {
      const before = prompt.replyTokens.slice(0, at);
      const text = before.map((token) => base.tokenTexts[token] ?? '').join('');
      const again = await tokenizer.tokenise({ userMessage: message, reply: text });
      if (again.replyTokens.slice(0, -1).join() !== before.join()) continue;
      const answer = await askTop(ollama, prompt.promptText + text, base.contextTokens);
      const top = answer.logprobs?.[0]?.top_logprobs;
      if (top === undefined || answer.prompt_eval_count !== prompt.promptTokens.length + at)
        continue;
      sum += klOfTop(top, logProbs, idOf);
      positions += 1;
    }
  }
  return { mean: sum / positions, positions };
}

async function askTop(
  { url, model }: { url: string; model: string },
  prompt: string,
  numCtx: number,
) {
  const options = { num_predict: 1, num_ctx: numCtx, num_thread: 1, temperature: 0 };
  const request = { model, prompt, raw: true, stream: false, logprobs: true, top_logprobs: TOP };
  const response = await fetch(`${url}/api/generate`, {
    method: 'POST',
    body: JSON.stringify({ ...request, options }),
  });
  if (!response.ok) throw new Error(`Ollama answered ${response.status}: ${await response.text()}`);
  return topSchema.parse(await response.json());
}

/** KL over the tokens told and the rest as one. A token whose text is not its alone counts to the rest. */
function klOfTop(
  top: { token: string; logprob: number }[],
  reference: Float32Array | Int32Array,
  idOf: Map<string, number>,
): number {
  let sum = 0;
  let [wantedRest, servedRest] = [1, 1];
  for (const { token, logprob } of top) {
    const id = idOf.get(token);
    if (id === undefined) continue;
    const log = reference[id] ?? Number.NaN;
    sum += Math.exp(log) * (log - logprob);
    wantedRest -= Math.exp(log);
    servedRest -= Math.exp(logprob);
  }
  return wantedRest <= 0 ? sum : sum + wantedRest * Math.log(wantedRest / servedRest);
}

function uniqueTexts(texts: string[]): Map<string, number> {
  const seen = new Map<string, number[]>();
  for (const [id, text] of texts.entries()) seen.set(text, [...(seen.get(text) ?? []), id]);
  const alone = [...seen].filter(([text, ids]) => ids.length === 1 && !text.includes('\ufffd'));
  return new Map(alone.map(([text, ids]) => [text, ids[0] ?? 0]));
}

function* positionsOf(reference: Map<string, NpzArray>, row: number): Generator<Position> {
  const { shape, values } = arrayOf(reference, `logprobs_${row}`);
  const [replyTokens = 0, vocabulary = 0] = shape;
  for (let at = 0; at < replyTokens; at += 1) {
    yield { row, at, logProbs: values.subarray(at * vocabulary, (at + 1) * vocabulary) };
  }
}

function arrayOf(reference: Map<string, NpzArray>, name: string): NpzArray {
  const array = reference.get(name);
  if (array === undefined) throw new Error(`the reference lacks ${name}`);
  return array;
}
