import { spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Exact versions, here and in no package.json: the product must not install what only this bench needs. */
const PACKAGES = { 'pg-boss': '12.38.0', 'graphile-worker': '0.18.0', node: '22.23.3' } as const;

export interface Rivals {
  /** Where their packages lie. */
  dir: string;
  /** A Node new enough for them. */
  node: string;
}

/** Both queues and their Node, in the cache, installed at the first run. Needs the npm registry then. */
export async function installRivals(cacheDir: string): Promise<Rivals> {
  const name = Object.entries(PACKAGES).flat().join('-');
  const dir = join(cacheDir, 'bench-rivals', `${name}-${process.platform}-${process.arch}`);
  const rivals = { dir, node: join(dir, 'node_modules', 'node', 'bin', 'node') };
  if (await exists(rivals.node)) return rivals;
  await mkdir(join(cacheDir, 'bench-rivals'), { recursive: true });
  const fresh = await mkdtemp(join(cacheDir, 'bench-rivals', 'installing-'));
  try {
    await writeFile(
      join(fresh, 'package.json'),
      JSON.stringify({ private: true, dependencies: PACKAGES }),
    );
    await npmInstall(fresh);
    // Another bench may have been first: then its folder stays.
    await rename(fresh, dir).catch(async (error: unknown) => {
      if (!(await exists(rivals.node))) throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return rivals;
}

async function npmInstall(cwd: string): Promise<void> {
  const child = spawn('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-2_000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new Error(`pg-boss and graphile-worker could not be installed (npm, ${code}): ${output}`);
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
