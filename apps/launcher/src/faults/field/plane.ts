import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import type { Intervals } from '@emailai/services/intervals';
import { startControlPlane } from '@emailai/web/server/start-control-plane';
import { FAULT_INTERVALS } from './fault-intervals';
import { inTime } from './wait-until';

export interface PlaneSettings {
  databaseUrl: string;
  keyFile: string;
  stateDir: string;
  /** 0 asks the system for a free one. */
  port: number;
  /** Other than those of every run. */
  intervals?: Partial<Intervals>;
}

/** A control plane, sweeper and all. */
export interface Plane {
  readonly port: number;
  stop(): Promise<void>;
}

/** One in this process: most faults strike elsewhere. */
export async function startPlane(settings: PlaneSettings): Promise<Plane> {
  const plane = await startControlPlane({
    databaseUrl: settings.databaseUrl,
    vault: await openMailVault({ keyFile: settings.keyFile }),
    stateDir: settings.stateDir,
    port: settings.port,
    pages: 'off',
    isDemo: true,
    intervals: { ...FAULT_INTERVALS, ...settings.intervals },
    log: () => undefined,
  });
  return { port: plane.port, stop: () => plane.close() };
}

export interface PlaneProcess extends Plane {
  kill(): Promise<void>;
}

const processFile = fileURLToPath(new URL('./plane-process.ts', import.meta.url));
const skewFile = new URL('./skew-clock.mjs', import.meta.url).href;
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** One in a process of its own, whose clock may be wrong by `skewMs`. */
export async function startPlaneProcess(
  settings: PlaneSettings,
  { skewMs = 0 }: { skewMs?: number } = {},
): Promise<PlaneProcess> {
  const child = spawn(
    process.execPath,
    ['--import', skewFile, '--import', tsx, processFile, JSON.stringify(settings)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, FAULT_CLOCK_SKEW_MS: String(skewMs) },
    },
  );
  child.stdin.on('error', () => undefined);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(Number(line)));
    void gone.then(() => reject(new Error('The control plane ended before it listened.')));
  });
  const port = await inTime('the control plane listens', said).catch(async (error: unknown) => {
    await endChild(child, gone);
    throw error;
  });
  return {
    port,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      child.stdin.end();
      await inTime('the control plane ends', gone).catch(() => endChild(child, gone));
    },
  };
}

async function endChild(child: ChildProcess, gone: Promise<void>): Promise<void> {
  child.kill('SIGKILL');
  await gone;
}
