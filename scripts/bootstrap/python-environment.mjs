import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, repositoryDir } from './places.mjs';
import { lastLines, runQuietly } from './run-child.mjs';
import { SetupError } from './setup-error.mjs';
import { withSetupLock } from './setup-lock.mjs';

const UV = '0.13.9';
const isWindows = process.platform === 'win32';
const lockFile = join(repositoryDir, 'packages/pipeline/trainer/requirements.lock');
const pythonIn = (dir) => join(dir, ...(isWindows ? ['Scripts', 'python.exe'] : ['bin', 'python']));

/**
 * Builds the trainer's Python environment from its hashed lock, in a folder keyed by lock and Python version;
 * an environment is either whole or not there. Returns `EMAILAI_PYTHON`.
 */
export async function ensurePython() {
  const python = await findPython();
  const key = createHash('sha256')
    .update(readFileSync(lockFile))
    .update(python.version)
    .digest('hex')
    .slice(0, 16);
  const target = join(cacheDir, 'python', key);
  if (!existsSync(pythonIn(target))) {
    await withSetupLock(`${target}.lock`, () => build(python.program, target));
  }
  return { EMAILAI_PYTHON: pythonIn(target) };
}

async function findPython() {
  const asked = process.env.EMAILAI_BASE_PYTHON;
  const candidates = asked
    ? [asked]
    : ['python3.13', 'python3.12', 'python3.11', 'python3', 'python'];
  const print = 'import sys, platform; print(*sys.version_info[:3], platform.machine())';
  let found = null;
  for (const program of candidates) {
    const result = await runQuietly(program, ['-c', print]).catch(() => null);
    const match = result?.code === 0 ? result.output.match(/(\d+) (\d+) (\d+) (\S+)/) : null;
    if (!match) continue;
    found ??= `${match[1]}.${match[2]}`;
    if (Number(match[1]) === 3 && Number(match[2]) >= 11) return { program, version: match[0] };
  }
  throw new SetupError(
    `${found ? `Python ${found} is too old` : 'Python was not found'}: the trainer needs Python 3.11 or newer with venv or pip. Install it (Debian: apt install python3 python3-venv), or name one in EMAILAI_BASE_PYTHON, and run the command again.`,
  );
}

async function build(python, target) {
  if (existsSync(pythonIn(target))) return;
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const uv = await ensureUv(python);
  console.error('emailai: building the Python environment (PyTorch: 2–5 minutes the first time) …');
  await step([uv, 'venv', '--quiet', '--relocatable', '--python', python, partial]);
  await step([
    uv,
    'pip',
    'install',
    '--quiet',
    '--python',
    pythonIn(partial),
    '--require-hashes',
    '-r',
    lockFile,
  ]);
  await step([pythonIn(partial), '-c', 'import torch, transformers, safetensors, gguf']);
  renameSync(partial, target);
}

/** uv lies in the cache as a wheel's content; it needs no Python packages of the system. */
export async function ensureUv(python) {
  const dir = join(cacheDir, 'uv', UV);
  const uv = join(dir, 'bin', isWindows ? 'uv.exe' : 'uv');
  if (existsSync(uv)) return uv;
  const partial = `${dir}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  let pip = [python, '-m', 'pip'];
  if ((await runQuietly(python, ['-m', 'pip', '--version'])).code !== 0) {
    const scratch = join(partial, 'venv');
    await step([python, '-m', 'venv', scratch]);
    pip = [pythonIn(scratch), '-m', 'pip'];
  }
  await step([...pip, 'install', '--quiet', '--no-deps', '--target', partial, `uv==${UV}`]);
  rmSync(dir, { recursive: true, force: true });
  renameSync(partial, dir);
  return uv;
}

async function step([program, ...args]) {
  // The package index may be any mirror the machine is set up for; where it lies is not ours to say.
  const result = await runQuietly(program, args, {
    env: { ...process.env, UV_NO_CONFIG: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
  });
  if (result.code === 0) return;
  throw new SetupError(
    `The Python environment could not be built. Check that the Python package index is reachable and ${cacheDir} has 8 GB free, then run the command again. The step said:\n${lastLines(result.output)}`,
  );
}
