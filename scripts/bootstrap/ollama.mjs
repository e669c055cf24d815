import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from './places.mjs';
import { ensurePython, ensureUv } from './python-environment.mjs';
import { lastLines, runQuietly } from './run-child.mjs';
import { withSetupLock } from './setup-lock.mjs';

/** The newest line with llama.cpp inside Ollama's own process, and so the newest that one Go module holds whole. */
const VERSION = '0.24.0';
const MINIAUDIO = '1.61';
const MODULE = 'github.com/ollama/ollama';
const HEADERS = ['/usr/include/nlohmann/json.hpp', '/usr/include/stb/stb_image.h'];
const binary = join(cacheDir, 'ollama', VERSION, 'ollama');

/**
 * `EMAILAI_TEST_OLLAMA`: a real Ollama for the serving contract. The one built earlier is taken; it is built
 * (5–10 minutes, once) only where `EMAILAI_BUILD_OLLAMA` asks for it, as `.ci/run` does. Without one its suite is
 * a printed skip.
 */
export async function ensureOllama() {
  if (process.env.EMAILAI_TEST_OLLAMA) return {};
  if (existsSync(binary)) return { EMAILAI_TEST_OLLAMA: binary };
  if (!process.env.EMAILAI_BUILD_OLLAMA) {
    return without('none is built; EMAILAI_BUILD_OLLAMA=1 builds one where Go and apt are');
  }
  const missing = await whatIsMissing();
  if (missing !== null) return without(missing);
  await withSetupLock(join(cacheDir, 'ollama', `${VERSION}.lock`), build);
  return existsSync(binary) ? { EMAILAI_TEST_OLLAMA: binary } : without('its build failed');
}

function without(reason) {
  console.error(`emailai: the tests on a real Ollama are skipped: ${reason}.`);
  return {};
}

async function whatIsMissing() {
  if (process.platform !== 'linux') return 'it is built on Linux only';
  for (const program of ['go', 'g++']) {
    if ((await runQuietly(program, ['version']).catch(() => null)) === null) {
      return `${program} is not installed`;
    }
  }
  if (HEADERS.every((file) => existsSync(file))) return null;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return 'nlohmann-json3-dev and libstb-dev are not installed, and there is no apt as root';
  }
  return null;
}

async function build() {
  if (existsSync(binary)) return;
  console.error('emailai: building an Ollama for its tests (5–10 minutes, once) …');
  const scratch = join(cacheDir, 'ollama', `${VERSION}.partial`);
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  try {
    await installHeaders();
    await fetchMiniaudio(scratch);
    await step(
      'go',
      ['install', '-ldflags', `-X ${MODULE}/version.Version=${VERSION}`, `${MODULE}@v${VERSION}`],
      {
        GOBIN: join(scratch, 'bin'),
        // Of the three headers that the module's archive lacks, the one that no Debian package has.
        CGO_CPPFLAGS: `-I${join(scratch, 'include')}`,
      },
    );
    mkdirSync(join(cacheDir, 'ollama', VERSION), { recursive: true });
    renameSync(join(scratch, 'bin', 'ollama'), binary);
  } catch (error) {
    console.error(error.message);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function installHeaders() {
  if (HEADERS.every((file) => existsSync(file))) return;
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  await step('apt-get', ['update', '-q'], quiet);
  const packages = ['nlohmann-json3-dev', 'libstb-dev'];
  await step('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], quiet);
}

/** One header file, out of a Python package's source. */
async function fetchMiniaudio(scratch) {
  const { EMAILAI_PYTHON: python } = await ensurePython();
  const uv = await ensureUv(python);
  const pip = ['tool', 'run', '--python', python, 'pip'];
  const source = `miniaudio==${MINIAUDIO}`;
  await step(uv, [
    ...pip,
    'download',
    '-q',
    '--no-deps',
    '--no-binary',
    ':all:',
    '-d',
    scratch,
    source,
  ]);
  const archive = readdirSync(scratch).find((name) => name.endsWith('.tar.gz'));
  await step('tar', ['-xzf', join(scratch, archive ?? ''), '-C', scratch]);
  const header = join(scratch, `miniaudio-${MINIAUDIO}`, 'miniaudio', 'miniaudio.h');
  cpSync(header, join(scratch, 'include', 'miniaudio', 'miniaudio.h'));
}

async function step(program, args, variables = {}) {
  const result = await runQuietly(program, args, { env: { ...process.env, ...variables } });
  if (result.code !== 0) throw new Error(lastLines(result.output));
}
