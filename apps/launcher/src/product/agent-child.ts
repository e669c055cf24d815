import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Engine } from '../demo-options';
import { Sentence } from '../sentence';

const cliFile = fileURLToPath(new URL('../../../gpu-agent/src/cli.ts', import.meta.url));
/** By its place, not by its name: the folder somebody stands in need not know it. */
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Restarts wait 1 s, doubling to 30 s; a life longer than a minute counts as a good one. */
const FIRST_RESTART_MS = 1_000;
const LONGEST_RESTART_MS = 30_000;
const GOOD_LIFE_MS = 60_000;
/** After so many short lives in a row it is said that the agent cannot be kept alive. */
const HOPELESS_LIVES = 5;
/** An agent that is asked to stop saves its job first. */
const STOP_PATIENCE_MS = 20_000;
/** Exit codes of the agent's command line that no restart mends. */
const NO_USE_RESTARTING = new Set([2, 69, 78]);

const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('log'), text: z.string() }),
  z.object({ type: z.literal('error'), text: z.string(), exitCode: z.number() }),
  z.object({ type: z.literal('status'), state: z.object({ name: z.string() }) }),
]);

export interface AgentChild {
  /** Resolves when the agent is connected for the first time. */
  readonly ready: Promise<void>;
  /** Rejects with a Sentence when restarting has no use any more; it never resolves. */
  readonly hopeless: Promise<never>;
  /** The process of the moment, or `null` between two lives. */
  pid(): number | null;
  stop(): Promise<void>;
}

export interface AgentChildInput {
  serverUrl: string;
  tokenFile: string;
  home: string;
  base: string;
  /** `null` leaves it to AGENT_ENGINE and OLLAMA_BASE_URL. */
  engine: Engine | null;
  python: string;
  cacheDir: string;
  log: (sentence: string) => void;
}

/** Runs the agent as a process of its own and starts it again when it dies. */
export function startAgentChild(input: AgentChildInput): AgentChild {
  let child: ChildProcess | null = null;
  let stopping = false;
  let shortLives = 0;
  let lastWords = '';
  let restart: NodeJS.Timeout | undefined;
  let becomeReady: () => void = () => {};
  let giveUp: (error: Sentence) => void = () => {};
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });
  const hopeless = new Promise<never>((_resolve, reject) => {
    giveUp = reject;
  });
  // Whoever does not wait for it reads it in the log.
  hopeless.catch(() => {});

  const hear = (line: string) => {
    const parsed = lineSchema.safeParse(parseJson(line));
    if (!parsed.success) return input.log(line);
    const said = parsed.data;
    if (said.type === 'status') {
      if (said.state.name === 'ready' || said.state.name === 'running') becomeReady();
      return;
    }
    if (said.type === 'error') lastWords = said.text;
    input.log(said.text);
  };

  const onExit = (code: number | null, livedMs: number) => {
    child = null;
    if (stopping) return;
    shortLives = livedMs > GOOD_LIFE_MS ? 1 : shortLives + 1;
    if (NO_USE_RESTARTING.has(code ?? -1) || shortLives >= HOPELESS_LIVES) {
      const sentence =
        lastWords !== ''
          ? lastWords
          : `The agent died ${shortLives} times in a row (exit code ${code ?? 'none'}).`;
      input.log('It is not started again.');
      return giveUp(new Sentence(`The agent does not run. ${sentence}`));
    }
    const waitMs = Math.min(LONGEST_RESTART_MS, FIRST_RESTART_MS * 2 ** (shortLives - 1));
    input.log(`The agent ended (${code ?? 'by a signal'}) and is started again.`);
    restart = setTimeout(live, waitMs);
  };

  const live = () => {
    const bornMs = Date.now();
    const born = spawn(
      process.execPath,
      ['--import', tsx, cliFile, 'serve', '--json', '--stop-with-stdin'],
      {
        // A session of its own: Ctrl-C reaches the launcher, which then stops things in order.
        detached: true,
        stdio: ['pipe', 'pipe', 'pipe'],
        env: agentEnvironment(input),
      },
    );
    child = born;
    born.stdin.on('error', () => {});
    createInterface({ input: born.stdout }).on('line', hear);
    createInterface({ input: born.stderr }).on('line', (line) => input.log(line));
    born.once('error', () => onExit(null, 0));
    born.once('exit', (code) => onExit(code, Date.now() - bornMs));
  };
  live();

  return {
    ready,
    hopeless,
    pid: () => child?.pid ?? null,
    async stop() {
      stopping = true;
      clearTimeout(restart);
      const dying = child;
      if (dying === null || dying.exitCode !== null || dying.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => dying.once('exit', () => resolve()));
      // SIGTERM would let it finish its job first.
      dying.kill('SIGINT');
      const patience = setTimeout(() => dying.kill('SIGKILL'), STOP_PATIENCE_MS);
      await gone;
      clearTimeout(patience);
    },
  };
}

/** The agent sees its own settings and where things are, not the server's database address or keys. */
function agentEnvironment(input: AgentChildInput): NodeJS.ProcessEnv {
  const { DATABASE_URL, INTERNAL_API_KEY, VASTAI_API_KEY, ...kept } = process.env;
  return {
    ...kept,
    AGENT_SERVER_URL: input.serverUrl,
    AGENT_TOKEN: '',
    AGENT_TOKEN_FILE: input.tokenFile,
    AGENT_HOME: input.home,
    AGENT_BASE: input.base,
    ...(input.engine === null ? {} : { AGENT_ENGINE: input.engine }),
    EMAILAI_PYTHON: input.python,
    EMAILAI_CACHE: input.cacheDir,
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
