import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ProcessIdentity, readIdentity } from '@emailai/gpu-agent/node/process-identity';
import { z } from 'zod';
import { inTime, waitUntil } from './wait-until';

const workFile = fileURLToPath(
  new URL('../../../../gpu-agent/src/testing/work-quickly.ts', import.meta.url),
);
const trainerFile = fileURLToPath(new URL('./quick-trainer.mjs', import.meta.url));
const memoryFile = fileURLToPath(new URL('./full_memory.py', import.meta.url));
const skewFile = new URL('./skew-clock.mjs', import.meta.url).href;
const diskFile = new URL('./fill-disk.mjs', import.meta.url).href;
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

const statusSchema = z.object({
  type: z.literal('status'),
  state: z.object({ name: z.string() }),
  jobs: z.array(z.object({ jobId: z.string(), epoch: z.number(), percent: z.number() })),
});

/** How long the trainer takes, and where it fails. */
export interface TrainingPlan {
  epochs: number;
  epochMs: number;
  /** It rests after this epoch until `release`, so that a strike in mid-training is one on any machine. */
  holdAt?: number;
  fails?: { epoch: number; code: 'out_of_memory' | 'internal' }[];
}

export interface AgentSettings {
  /** Folder for its home and all it needs; every process it starts has this path in its command. */
  folder: string;
  agentId: string;
  token: string;
  port: number;
  plan: TrainingPlan;
  skewMs: number;
  /** Where the real trainer's Python and its prepared bases are, for one that trains in earnest. */
  real: { python: string; cacheDir: string } | null;
}

/** A real agent process: its command line, journal, spool, children and all; only trainer and engine are quick. */
export interface FaultAgent {
  readonly agentId: string;
  readonly home: string;
  /** While this file exists, its disk is full. */
  readonly diskFullFile: string;
  /** While this file exists, its engine does not answer. */
  readonly engineDownFile: string;
  /** While this file exists, a real trainer finds no memory. */
  readonly memoryFullFile: string;
  /** What it said, for people who look into a failure. */
  readonly words: readonly string[];
  /** Resolves when it is connected. */
  ready(): Promise<void>;
  /** What it says it does: `ready`, `running`, `draining` … */
  state(): string | null;
  /** Percent as the agent itself sees it; `null` while it works on nothing. */
  percent(): number | null;
  signal(name: NodeJS.Signals): void;
  /** Lets its next training rest after this epoch. */
  holdAt(epoch: number): Promise<void>;
  /** Lets a training that rests go on. */
  release(): Promise<void>;
  /** The exit code of its present (or last) life, `null` after a signal. */
  exited(): Promise<number | null>;
  isAlive(): boolean;
  /** The processes it has written down as its own. */
  children(): Promise<ProcessIdentity[]>;
  /** Another life in the same folder. */
  start(): void;
  stop(): Promise<void>;
}

export async function startAgent(settings: AgentSettings): Promise<FaultAgent> {
  const { folder } = settings;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const at = (name: string) => join(folder, name);
  // In place whole: the trainer reads it at any moment.
  const writePlan = async (plan: TrainingPlan) => {
    await writeFile(at('plan.next'), JSON.stringify(plan));
    await rename(at('plan.next'), at('plan.json'));
  };
  await writePlan(settings.plan);
  await writeFile(at('token'), settings.token, { mode: 0o600 });
  await mkdir(at('base'), { recursive: true });
  await writeFile(at('base/config.json'), '{}');
  await writePython(
    at('python'),
    settings.real === null
      ? [process.execPath, trainerFile, at('plan.json')]
      : [settings.real.python, memoryFile, at('memory-full')],
  );
  const { PATH, HOME, NODE_ENV } = process.env;
  const environment: NodeJS.ProcessEnv = {
    PATH,
    HOME,
    NODE_ENV,
    AGENT_SERVER_URL: `http://127.0.0.1:${settings.port}`,
    AGENT_TOKEN_FILE: at('token'),
    AGENT_HOME: at('home'),
    AGENT_BASE: settings.real === null ? at('base') : 'tiny',
    AGENT_ENGINE: 'embedded',
    EMAILAI_PYTHON: at('python'),
    EMAILAI_CACHE: settings.real?.cacheDir ?? at('cache'),
    FAULT_IS_REAL: settings.real === null ? '' : 'yes',
    FAULT_CLOCK_SKEW_MS: String(settings.skewMs),
    FAULT_DISK_FULL_FILE: at('disk-full'),
    FAULT_ENGINE_DOWN_FILE: at('engine-down'),
  };

  const words: string[] = [];
  let status: z.infer<typeof statusSchema> | null = null;
  let child: ChildProcess;
  let gone: Promise<number | null>;

  const start = () => {
    status = null;
    const born = spawn(
      process.execPath,
      ['--import', skewFile, '--import', diskFile, '--import', tsx, workFile, folder],
      { detached: true, stdio: ['pipe', 'pipe', 'pipe'], env: environment },
    );
    child = born;
    gone = new Promise((resolve) => born.once('exit', (code) => resolve(code)));
    born.stdin.on('error', () => undefined);
    createInterface({ input: born.stdout }).on('line', (line) => {
      const parsed = statusSchema.safeParse(jsonOf(line));
      if (parsed.success && child === born) status = parsed.data;
      if (!parsed.success) words.push(line);
    });
    createInterface({ input: born.stderr }).on('line', (line) => words.push(line));
  };
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  start();

  return {
    agentId: settings.agentId,
    home: at('home'),
    diskFullFile: at('disk-full'),
    engineDownFile: at('engine-down'),
    memoryFullFile: at('memory-full'),
    words,
    async ready() {
      await waitUntil('the agent is connected', () => {
        if (!isAlive()) throw new Error(`The agent ended: ${words.slice(-3).join(' ')}`);
        return ['ready', 'running'].includes(status?.state.name ?? '');
      });
    },
    state: () => status?.state.name ?? null,
    percent: () => status?.jobs[0]?.percent ?? null,
    holdAt: (epoch) => writePlan({ ...settings.plan, holdAt: epoch }),
    async release() {
      const plan: TrainingPlan = JSON.parse(await readFile(at('plan.json'), 'utf8'));
      await writePlan({ epochs: plan.epochs, epochMs: plan.epochMs, fails: plan.fails ?? [] });
    },
    signal: (name) => void child.kill(name),
    exited: () => inTime('the agent ends', gone),
    isAlive,
    async children() {
      const folder = join(at('home'), 'children');
      const files = await readdir(folder);
      const read = await Promise.all(files.map((name) => readIdentity(join(folder, name))));
      return read.flatMap((identity) => identity ?? []);
    },
    start,
    async stop() {
      if (!isAlive()) return;
      child.kill('SIGCONT');
      child.kill('SIGINT');
      await inTime('the agent ends', gone, 10_000).catch(() => {
        child.kill('SIGKILL');
        return gone;
      });
    },
  };
}

/** What the agent takes for Python. The folder's path in its command is how it is found again. */
async function writePython(file: string, command: string[]): Promise<void> {
  const quoted = command.map((word) => `'${word}'`).join(' ');
  await writeFile(file, `#!/bin/sh\nexec ${quoted} "$@"\n`);
  await chmod(file, 0o700);
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
