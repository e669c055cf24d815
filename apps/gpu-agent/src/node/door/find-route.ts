import { DoorError } from './door-error';
import type { DoorRoute } from './door-route';
import { answerChat, answerGenerate } from './ollama-drafts';
import { answerProcesses, answerShow, answerTags, answerVersion } from './ollama-models';
import { answerCompletions, answerModel, answerModels } from './openai-routes';

/** Ollama says this where clients look whether somebody is there. */
const answerPresence: DoorRoute = async ({ response }) => {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('Ollama is running');
};

const ROUTES = new Map<string, DoorRoute>([
  ['GET /', answerPresence],
  ['GET /api/version', answerVersion],
  ['GET /api/tags', answerTags],
  ['GET /api/ps', answerProcesses],
  ['POST /api/show', answerShow],
  ['POST /api/chat', answerChat],
  ['POST /api/generate', answerGenerate],
  ['GET /v1/models', answerModels],
  ['POST /v1/chat/completions', answerCompletions],
]);

const MADE_BY_TRAINING =
  'models here are made by training on their writer’s own mail, in emailai, and leave with their mailbox.';
/** What Ollama and OpenAI offer and this door does not, and why. */
const REFUSED: [RegExp, string][] = [
  [/^\/api\/create$/, `Nothing is created at this door: ${MADE_BY_TRAINING}`],
  [/^\/api\/blobs\//, `Nothing is uploaded at this door: ${MADE_BY_TRAINING}`],
  [/^\/api\/(copy|delete)$/, `Names are not changed at this door: ${MADE_BY_TRAINING}`],
  [/^\/api\/pull$/, 'Nothing is pulled at this door: `ollama list` shows what it serves.'],
  [/^\/api\/push$/, 'Nothing leaves by this door: a personal model stays on its machine.'],
  [
    /^\/api\/embed(dings)?$|^\/v1\/(embeddings|completions|responses)$/,
    'This door writes drafts, by /api/chat, /api/generate and /v1/chat/completions.',
  ],
];

/** Throws a DoorError for what is not offered. */
export function findRoute(method: string, path: string): DoorRoute {
  const route = ROUTES.get(`${method === 'HEAD' ? 'GET' : method} ${path}`);
  if (route !== undefined) return route;
  const name = /^\/v1\/models\/(.+)$/.exec(path)?.[1];
  if (method === 'GET' && name !== undefined) return answerModel(decodeURIComponent(name));
  const why = REFUSED.find(([pattern]) => pattern.test(path))?.[1];
  if (why !== undefined) throw new DoorError(403, why);
  throw new DoorError(404, `There is no ${method} ${path} at this door.`);
}
