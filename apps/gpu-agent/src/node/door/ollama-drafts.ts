import { z } from 'zod';
import { leavingSignal, openStream, readBody, sendJson } from './answer';
import { doorErrorOf } from './door-error';
import type { DoorCall, DoorRoute } from './door-route';
import { type DraftWish, planDraft } from './plan-draft';
import type { DraftFigures } from './write-draft';

/** Tokens of a draft where the caller names no number. */
const USUAL_TOKENS = 512;

/** Empty strings, lists and objects are what clients send for nothing. */
const anything = z
  .unknown()
  .optional()
  .transform((value) => {
    const isNothing =
      value === undefined ||
      value === null ||
      value === false ||
      value === '' ||
      (typeof value === 'object' && Object.keys(value).length === 0);
    return !isNothing;
  });

const commonSchema = z.object({
  model: z.string(),
  stream: z.boolean().nullish(),
  format: anything,
  think: anything,
  logprobs: anything,
  options: z
    .object({
      num_predict: z.number().int().nullish(),
      temperature: z.number().min(0).max(2).nullish(),
      seed: z.number().int().nullish(),
      stop: z.union([z.string(), z.array(z.string())]).nullish(),
    })
    .nullish(),
});
const generateSchema = commonSchema.extend({
  prompt: z.string().nullish(),
  system: z.string().nullish(),
  raw: anything,
  template: anything,
  suffix: anything,
  images: anything,
});
const chatSchema = commonSchema.extend({
  tools: anything,
  messages: z
    .array(
      z.object({
        role: z.enum(['system', 'user', 'assistant', 'tool']),
        content: z.string().default(''),
        images: anything,
        tool_calls: anything,
      }),
    )
    .nullish(),
});

const EXTRAS = {
  format: 'A format',
  think: 'Thinking',
  logprobs: 'Log probabilities',
  raw: 'A raw prompt',
  template: 'A template',
  suffix: 'A suffix',
  images: 'An image',
  tools: 'A tool',
} as const;

function extrasOf(asked: Partial<Record<keyof typeof EXTRAS, boolean>>): string[] {
  return Object.entries(EXTRAS).flatMap(([name, words]) =>
    asked[name as keyof typeof EXTRAS] === true ? [words] : [],
  );
}

function samplingOf({ options }: z.infer<typeof commonSchema>) {
  const { num_predict, temperature, seed, stop } = options ?? {};
  return {
    // Ollama's -1 and -2 mean no limit: the engine's own is half of the context.
    maxTokens:
      num_predict === undefined || num_predict === null || num_predict <= 0
        ? USUAL_TOKENS
        : num_predict,
    temperature: temperature ?? 0,
    seed: seed ?? undefined,
    stop: typeof stop === 'string' ? [stop] : (stop ?? []),
  };
}

export const answerGenerate: DoorRoute = async (call) => {
  const asked = await readBody(call.request, generateSchema);
  const prompt = asked.prompt ?? '';
  const system = asked.system ? [{ role: 'system' as const, content: asked.system }] : [];
  const wish = {
    ...samplingOf(asked),
    turns: [...system, { role: 'user' as const, content: prompt }],
    extras: extrasOf(asked),
  };
  await answerDraft(call, asked, prompt === '' ? null : wish, (text) => ({ response: text }));
};

export const answerChat: DoorRoute = async (call) => {
  const asked = await readBody(call.request, chatSchema);
  const messages = asked.messages ?? [];
  const uses = (what: 'images' | 'tool_calls') => messages.some((message) => message[what]);
  const hasTools =
    asked.tools || uses('tool_calls') || messages.some(({ role }) => role === 'tool');
  const turns = messages.flatMap(({ role, content }) =>
    role === 'tool' ? [] : [{ role, content }],
  );
  const wish = {
    ...samplingOf(asked),
    turns,
    extras: extrasOf({ ...asked, images: uses('images'), tools: hasTools }),
  };
  await answerDraft(call, asked, messages.length === 0 ? null : wish, (content) => ({
    message: { role: 'assistant', content },
  }));
};

/** `wish` null is how clients ask for a model to be loaded, or with `keep_alive: 0` to be put away: both go by themselves here. */
async function answerDraft(
  { parts, caller, response }: DoorCall,
  asked: { model: string; stream?: boolean | null | undefined },
  wish: DraftWish | null,
  shape: (text: string) => object,
): Promise<void> {
  const model = await parts.models.find(caller, asked.model);
  const line = (text: string, more: object) => ({
    model: asked.model,
    created_at: new Date().toISOString(),
    ...shape(text),
    ...more,
  });
  if (wish === null) return sendJson(response, 200, line('', { done: true, done_reason: 'load' }));

  const signal = leavingSignal(response);
  const planned = planDraft(caller, model, wish);
  if (asked.stream === false) {
    let text = '';
    const figures = await parts.drafts.write(planned, signal, async (piece) => {
      text += piece;
    });
    return sendJson(response, 200, line(text, endOf(figures)));
  }
  const stream = openStream(response, 'application/x-ndjson', signal);
  const send = (piece: object) => stream.send(`${JSON.stringify(piece)}\n`);
  try {
    const figures = await parts.drafts.write(planned, signal, (text) =>
      send(line(text, { done: false })),
    );
    await send(line('', endOf(figures)));
  } catch (error) {
    if (signal.aborted || !stream.hasBegun) throw error;
    await send({ error: doorErrorOf(error).message });
  }
  response.end();
}

/** The last line of a draft. `cut_tokens` and `cut_chars` are ours: what of the mail was left out by rule. */
function endOf(figures: DraftFigures) {
  const nanoseconds = (ms: number) => Math.round(ms * 1e6);
  return {
    done: true,
    done_reason: figures.reason,
    total_duration: nanoseconds(figures.totalMs),
    load_duration: 0,
    ...(figures.promptTokens === null ? {} : { prompt_eval_count: figures.promptTokens }),
    prompt_eval_duration: nanoseconds(figures.firstTextMs),
    eval_count: figures.tokens,
    eval_duration: nanoseconds(figures.writingMs),
    cut_chars: figures.cutChars,
    ...(figures.cutTokens === null ? {} : { cut_tokens: figures.cutTokens }),
  };
}
