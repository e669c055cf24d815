import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { leavingSignal, openStream, readBody, sendJson } from './answer';
import { type DoorError, doorErrorOf } from './door-error';
import type { DoorModel } from './door-models';
import type { DoorRoute } from './door-route';
import { planDraft } from './plan-draft';
import type { DraftFigures } from './write-draft';

const USUAL_TOKENS = 512;

const textPart = z.object({ type: z.literal('text'), text: z.string() });
const contentSchema = z
  .union([z.string(), z.array(textPart, { error: 'models here read text only' })])
  .transform((content) =>
    typeof content === 'string' ? content : content.map(({ text }) => text).join('\n'),
  );
const completionSchema = z.object({
  model: z.string(),
  messages: z.array(
    z.object({
      role: z.enum(['system', 'developer', 'user', 'assistant']),
      content: contentSchema,
    }),
  ),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  seed: z.number().int().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  n: z.number().int().nullish(),
  tools: z.array(z.unknown()).nullish(),
  response_format: z.object({ type: z.string() }).nullish(),
  logprobs: z.boolean().nullish(),
});
type Completion = z.infer<typeof completionSchema>;

export const answerModels: DoorRoute = async ({ parts, caller, response }) => {
  const models = await parts.models.list(caller);
  sendJson(response, 200, { object: 'list', data: models.map(modelObject) });
};

/** `/v1/models/<name>` */
export function answerModel(name: string): DoorRoute {
  return async ({ parts, caller, response }) => {
    sendJson(response, 200, modelObject(await parts.models.find(caller, name)));
  };
}

const modelObject = ({ name, modifiedAt }: DoorModel) => ({
  id: name.replace(/:latest$/, ''),
  object: 'model',
  created: Math.floor(modifiedAt.getTime() / 1_000),
  owned_by: 'emailai',
});

export const answerCompletions: DoorRoute = async ({ parts, caller, request, response }) => {
  const asked = await readBody(request, completionSchema);
  const model = await parts.models.find(caller, asked.model);
  const signal = leavingSignal(response);
  const planned = planDraft(caller, model, {
    turns: asked.messages.map(({ role, content }) => ({
      role: role === 'developer' ? 'system' : role,
      content,
    })),
    maxTokens: asked.max_completion_tokens ?? asked.max_tokens ?? USUAL_TOKENS,
    temperature: asked.temperature ?? 0,
    seed: asked.seed ?? undefined,
    stop: typeof asked.stop === 'string' ? [asked.stop] : (asked.stop ?? []),
    extras: extrasOf(asked),
  });
  const about = {
    id: `chatcmpl-${randomBytes(12).toString('hex')}`,
    created: Math.floor(Date.now() / 1_000),
    model: asked.model,
  };
  if (asked.stream !== true) {
    let text = '';
    const figures = await parts.drafts.write(planned, signal, async (piece) => {
      text += piece;
    });
    const message = { role: 'assistant', content: text, refusal: null };
    return sendJson(response, 200, {
      ...about,
      object: 'chat.completion',
      choices: [{ index: 0, message, logprobs: null, finish_reason: figures.reason }],
      usage: usageOf(figures),
    });
  }
  const stream = openStream(response, 'text/event-stream', signal);
  const send = (event: object) => stream.send(`data: ${JSON.stringify(event)}\n\n`);
  const chunk = (delta: object, finish_reason: string | null) => ({
    ...about,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
  });
  try {
    let isFirst = true;
    const figures = await parts.drafts.write(planned, signal, async (content) => {
      await send(chunk(isFirst ? { role: 'assistant', content } : { content }, null));
      isFirst = false;
    });
    await send(chunk({}, figures.reason));
    if (asked.stream_options?.include_usage) {
      await send({ ...chunk({}, null), choices: [], usage: usageOf(figures) });
    }
    await stream.send('data: [DONE]\n\n');
  } catch (error) {
    if (signal.aborted || !stream.hasBegun) throw error;
    await send(openAiError(doorErrorOf(error)));
  }
  response.end();
};

export function openAiError(error: DoorError): object {
  const type = error.status < 500 ? 'invalid_request_error' : 'server_error';
  const code = error.status === 404 ? 'model_not_found' : null;
  return { error: { message: error.message, type, param: null, code } };
}

function extrasOf({ n, tools, response_format, logprobs }: Completion): string[] {
  const wanted: [boolean, string][] = [
    [(n ?? 1) !== 1, 'More than one draft at a time'],
    [(tools ?? []).length > 0, 'A tool'],
    [(response_format?.type ?? 'text') !== 'text', 'A response format'],
    [logprobs === true, 'Log probabilities'],
  ];
  return wanted.flatMap(([isWanted, words]) => (isWanted ? [words] : []));
}

/** `cut_tokens` and `cut_chars` are ours: what of the mail was left out by rule. */
function usageOf(figures: DraftFigures) {
  const { promptTokens, tokens, cutTokens, cutChars } = figures;
  return {
    prompt_tokens: promptTokens ?? 0,
    completion_tokens: tokens,
    total_tokens: (promptTokens ?? 0) + tokens,
    cut_chars: cutChars,
    ...(cutTokens === null ? {} : { cut_tokens: cutTokens }),
  };
}
