import { mkdtemp, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEmbeddedEngine } from '@emailai/serving/embedded/create-embedded-engine';
import { engineThreads } from '@emailai/serving/embedded/engine-threads';
import type { AdapterFile } from '@emailai/serving/engine';
import { createOllamaEngine } from '@emailai/serving/ollama/create-ollama-engine';
import { readDisk } from '@emailai/serving/ollama/disk-room';
import { startTestOllama, testOllamaBinary } from '@emailai/serving/testing/start-test-ollama';
import type { Base } from '../base/base';
import { resolveBase, TINY_BASE } from '../base/resolve-base';
import { usedContext } from '../train-settings';
import { createAdapterForms } from '../trainer/adapter-forms';
import { makeBenchUsers } from './serving/bench-users';
import { measureKl } from './serving/measure-kl';
import { measureMixed } from './serving/measure-mixed';
import { measureSwitches, type SwitchFigures } from './serving/measure-switches';
import { printServing, type ServingReport } from './serving/print-serving';

const USERS = 20;
const REQUESTS = 1_000;
/** An Ollama takes a second a switch: enough for a median. */
const OLLAMA_ROUNDS = { roundRobin: USERS, random: 10, same: 10 };
const EMBEDDED_ROUNDS = { roundRobin: 3 * USERS, random: 3 * USERS, same: 30 };

/**
 * `npm run bench:serving [-- --json]`: many people's models on one base. Embedded against a real Ollama (where one is
 * built) on the same files, a thousand mixed drafts, memory, and how far what is served is from PyTorch.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const { EMAILAI_PYTHON: python, EMAILAI_CACHE: cacheDir } = process.env;
  if (!python || !cacheDir) throw new Error('Run this as npm run bench:serving.');
  const startedMs = performance.now();
  const say = (sentence: string) => console.error(`bench:serving: ${sentence}`);
  const base = await resolveBase({
    setting: TINY_BASE,
    python,
    cacheDir,
    environment: process.env,
    log: say,
  });
  const scratch = await mkdtemp(join(tmpdir(), 'emailai-bench-serving-'));
  const ollama = testOllamaBinary === null ? null : await startTestOllama(testOllamaBinary);
  if (ollama === null) say('there is no Ollama here: its columns stay empty.');
  try {
    const users = await makeBenchUsers(base.hfDir, scratch, USERS);
    say(`${USERS} people, one after the other, on the embedded engine …`);
    const { embedded, mixed } = await measureEmbedded(base, users, say);
    const served =
      ollama === null ? null : await measureOllama(base, users, ollama.url, scratch, python, say);
    const kl: Record<string, number> = {};
    for (const type of ['llama', 'qwen2'] as const) {
      say(`distance to PyTorch, ${type} …`);
      const input = { type, ollamaUrl: ollama?.url ?? null, scratch, python };
      Object.assign(kl, await measureKl(input));
    }
    const report: ServingReport = {
      base: base.name,
      users: USERS,
      load: Number((loadavg()[0] ?? 0).toFixed(1)),
      seconds: Math.round((performance.now() - startedMs) / 1_000),
      switch: {
        p50Ms: embedded.roundRobin.p50Ms,
        p95Ms: embedded.roundRobin.p95Ms,
        ratioOllama:
          served === null
            ? null
            : Number((served.roundRobin.p50Ms / embedded.roundRobin.p50Ms).toFixed(1)),
      },
      embedded,
      ollama: served,
      mixed,
      memory: { ...mixed.memory, diskPerUserMb: await diskMegabytes(users) },
      kl,
    };
    console.log(values.json ? JSON.stringify(report) : printServing(report));
  } finally {
    await ollama?.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function measureEmbedded(base: Base, users: AdapterFile[], say: (text: string) => void) {
  const engine = createEmbeddedEngine({
    ggufFile: base.ggufFile,
    threads: engineThreads(base.parameters),
    contextTokens: usedContext(base),
    environment: process.env,
    log: say,
  });
  try {
    for (const user of users) await engine.loadAdapter(user);
    // The child's start is no switch.
    await engine.health();
    const embedded = await measureSwitches(engine, users, EMBEDDED_ROUNDS);
    await engine.freeMemory();
    say(`${REQUESTS} mixed drafts …`);
    return { embedded, mixed: await measureMixed(engine, users, REQUESTS) };
  } finally {
    await engine.close();
  }
}

async function measureOllama(
  base: Base,
  users: AdapterFile[],
  baseUrl: string,
  scratch: string,
  python: string,
  say: (text: string) => void,
): Promise<SwitchFigures> {
  say('the same people and files on a real Ollama, adapter mode …');
  const engine = createOllamaEngine({
    baseUrl,
    mode: 'adapter',
    merge: {
      forms: createAdapterForms({ base, weights: 'same', python, environment: process.env }),
      workDir: scratch,
      readHere: () => readDisk(scratch),
      readTheirs: async () => null,
    },
    ggufFile: base.ggufFile,
    ggufSha256: base.sha256,
    threads: engineThreads(base.parameters),
    contextTokens: usedContext(base),
    environment: process.env,
    log: say,
  });
  try {
    for (const user of users) await engine.loadAdapter(user);
    return await measureSwitches(engine, users, OLLAMA_ROUNDS);
  } finally {
    await engine.close();
  }
}

async function diskMegabytes(users: readonly AdapterFile[]): Promise<number> {
  const sizes = await Promise.all(users.map(async ({ path }) => (await stat(path)).size));
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return Number((mean / 2 ** 20).toFixed(2));
}

await main();
