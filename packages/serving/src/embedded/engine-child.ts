import { ServingError } from '../serving-error';
import type { EngineVerb, EngineVerbs, FromChild, ToChild } from './engine-verbs';
import { ModelHost } from './model-host';
import { distributeReply, scoreReply } from './score-reply';
import { writeDraft } from './write-draft';

/**
 * The engine's own process: llama.cpp may crash without taking the agent with it. It leaves when its parent goes
 * (the channel closes), at once and without clean-up: a decode may be running on another thread.
 */
const leave = () => process.kill(process.pid, 'SIGKILL');
process.on('disconnect', leave);
// Ctrl-C reaches the whole group: the parent decides when the engine goes.
process.on('SIGINT', () => undefined);

const running = new Map<number, AbortController>();
let host: ModelHost | null = null;

type Verbs = {
  [V in EngineVerb]: (
    input: EngineVerbs[V]['input'],
    call: { signal: AbortSignal; onText: (text: string) => void },
  ) => Promise<EngineVerbs[V]['result']>;
};

const verbs: Verbs = {
  async open(input) {
    host = await ModelHost.open(input);
    return host.facts;
  },
  chat: (input, { signal, onText }) => writeDraft(opened(), input, onText, signal),
  score: (input, { signal }) => scoreReply(opened(), input, signal),
  distributions: (input, { signal }) => distributeReply(opened(), input, signal),
  tokenise: async (input) => opened().format.tokenise(input.userMessage, input.reply),
  fitPrompt: async (input) => opened().format.fitPrompt(input),
  memory: () => opened().memory(),
};

function opened(): ModelHost {
  if (host === null) throw new ServingError('engine_down', 'The model engine has no base yet.');
  return host;
}

async function answer(request: Extract<ToChild, { type: 'request' }>): Promise<void> {
  const { id } = request;
  const control = new AbortController();
  running.set(id, control);
  try {
    const call = {
      signal: control.signal,
      onText: (text: string) => say({ type: 'text', id, text }),
    };
    say({ type: 'done', id, result: await perform(request.verb, request.input, call) });
  } catch (error) {
    const isOurs = error instanceof ServingError;
    const message = error instanceof Error ? error.message : String(error);
    say({ type: 'failed', id, code: isOurs ? error.code : 'failed', message });
  } finally {
    running.delete(id);
  }
}

/** The union of verbs narrowed to one by its name: TypeScript cannot follow that pairing through a message. */
function perform(
  verb: EngineVerb,
  input: EngineVerbs[EngineVerb]['input'],
  call: { signal: AbortSignal; onText: (text: string) => void },
) {
  const run = verbs[verb] as (
    input: EngineVerbs[EngineVerb]['input'],
    call: { signal: AbortSignal; onText: (text: string) => void },
  ) => Promise<EngineVerbs[EngineVerb]['result']>;
  return run(input, call);
}

function say(message: FromChild): void {
  process.send?.(message, undefined, undefined, () => undefined);
}

process.on('message', (message: ToChild) => {
  if (message.type === 'request') void answer(message);
  else if (message.type === 'cancel') running.get(message.id)?.abort();
  else leave();
});
