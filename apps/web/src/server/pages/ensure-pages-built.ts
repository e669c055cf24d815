import { spawn } from 'node:child_process';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashBuildInputs, webDir } from './build-inputs';

/** Relative to apps/web, as Next wants it. A build per source state: a running server keeps the one it serves. */
const BUILDS = '.next/builds';
const KEEP_BUILDS = 3;
const STAMP = 'emailai-complete';
/** A build takes seconds; a lock older than this was left by a process that died. */
const STALE_LOCK_MS = 5 * 60_000;
const OUTPUT_KEPT_CHARS = 4_000;

/** Builds the pages unless this very source state was built before; answers the build's folder for `distDir`. */
export async function ensurePagesBuilt(): Promise<string> {
  const distDir = `${BUILDS}/${await hashBuildInputs()}`;
  const dir = join(webDir, distDir);
  if (await exists(join(dir, STAMP))) return distDir;
  await mkdir(join(webDir, BUILDS), { recursive: true });
  await withLock(`${dir}.lock`, async () => {
    if (await exists(join(dir, STAMP))) return;
    await rm(dir, { recursive: true, force: true });
    await buildPages(distDir);
    await writeFile(join(dir, STAMP), new Date().toISOString());
    await dropOldBuilds(distDir);
  });
  return distDir;
}

async function buildPages(distDir: string): Promise<void> {
  const bin = createRequire(join(webDir, 'package.json')).resolve('next/dist/bin/next');
  const child = spawn(process.execPath, [bin, 'build', webDir], {
    cwd: webDir,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      // tsx's hooks in NODE_OPTIONS would slow every worker of the build down.
      NODE_OPTIONS: '',
      NEXT_TELEMETRY_DISABLED: '1',
      EMAILAI_PAGES_DIST: distDir,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-OUTPUT_KEPT_CHARS);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The pages could not be built (next build, ${code}).\n${output}`);
}

/** Two starts at once build once: the second waits for the first. */
async function withLock(lock: string, work: () => Promise<void>): Promise<void> {
  for (;;) {
    const taken = await mkdir(lock).then(
      () => true,
      () => false,
    );
    if (taken) break;
    const ageMs = await stat(lock).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (ageMs > STALE_LOCK_MS) await rm(lock, { recursive: true, force: true });
    await sleep(200);
  }
  try {
    await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function dropOldBuilds(current: string): Promise<void> {
  const names = (await readdir(join(webDir, BUILDS))).filter((name) => !name.endsWith('.lock'));
  const aged = await Promise.all(
    names.map(async (name) => {
      const path = join(webDir, BUILDS, name);
      return { path, name, at: (await stat(path)).mtimeMs };
    }),
  );
  const old = aged.filter(({ name }) => !current.endsWith(name)).sort((a, b) => b.at - a.at);
  for (const { path } of old.slice(KEEP_BUILDS - 1))
    await rm(path, { recursive: true, force: true });
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
