import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { describeEngineContract } from '../testing/engine-contract';
import { prepareTestBase, type TestBase } from '../testing/test-base';
import { testPrompt } from '../testing/test-mail';
import { writeWholeDraft } from '../testing/write-whole-draft';
import {
  createEmbeddedEngine,
  type EmbeddedEngine,
  type EmbeddedEngineOptions,
} from './create-embedded-engine';

const open = (base: TestBase, options: Partial<EmbeddedEngineOptions> = {}) =>
  createEmbeddedEngine({
    ggufFile: base.ggufFile,
    threads: 1,
    contextTokens: base.contextTokens,
    environment: process.env,
    log: () => undefined,
    ...options,
  });

describeEngineContract('embedded llama.cpp', async (base) => open(base));

// Each of these starts a child or more, which takes seconds where others compute as well.
describe('the embedded engine', { timeout: 120_000 }, () => {
  let base: TestBase;
  let scratch: string;
  const engines: EmbeddedEngine[] = [];
  const opened = (options: Partial<EmbeddedEngineOptions> = {}) => {
    const engine = open(base, options);
    engines.push(engine);
    return engine;
  };
  const loadAll = (engine: EmbeddedEngine) =>
    Promise.all(
      base.adapters.map((adapter, at) => engine.loadAdapter({ model: `m${at}`, ...adapter })),
    );
  const draft = (engine: EmbeddedEngine, model: string | null) =>
    writeWholeDraft(engine, { model, userMessage: testPrompt(), maxTokens: 8 });

  beforeAll(async () => {
    base = await prepareTestBase();
    scratch = await mkdtemp(join(tmpdir(), 'emailai-engine-'));
  }, 300_000);
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.close()));
  });
  afterAll(() => rm(scratch, { recursive: true, force: true }));

  it('fails what was under way when its child dies, with a sentence, and starts another', async () => {
    const lines: string[] = [];
    const engine = opened({ log: (line) => lines.push(line) });
    await loadAll(engine);
    const before = await draft(engine, 'm0');
    const firstPid = engine.pid;
    if (firstPid === undefined) throw new Error('the engine has no child');
    const writing = engine.chat({ model: 'm0', userMessage: testPrompt(), maxTokens: 400 });
    await writing.next();
    process.kill(firstPid, 'SIGKILL');
    const killedMs = performance.now();
    await expect(async () => {
      while (!(await writing.next()).done);
    }).rejects.toMatchObject({ code: 'engine_down', message: expect.stringContaining('SIGKILL') });
    expect(performance.now() - killedMs).toBeLessThan(3_000);
    expect(isAlive(firstPid)).toBe(false);
    expect((await draft(engine, 'm0')).text).toBe(before.text);
    expect(engine.pid).not.toBe(firstPid);
    expect(lines.join(' ')).toContain('SIGKILL');
  });

  it('answers fifty drafts at once, each with its own voice', async () => {
    const engine = opened({ maxContexts: 3 });
    await loadAll(engine);
    const alone = new Map<string, string>();
    for (const at of base.adapters.keys()) {
      alone.set(`m${at}`, (await draft(engine, `m${at}`)).text);
    }
    const ended: number[] = [];
    const models = Array.from({ length: 50 }, (_, number) => `m${number % base.adapters.length}`);
    const together = await Promise.all(
      models.map(async (model, number) => {
        const { text } = await draft(engine, model);
        ended.push(number);
        return text;
      }),
    );
    expect(together).toEqual(models.map((model) => alone.get(model)));
    // Nobody is overtaken by much: what came in the first half is not among the last to be done.
    expect(Math.min(...ended.slice(-10))).toBeGreaterThanOrEqual(25);
    expect((await engine.childMemory())?.baseLoads).toBe(1);
  });

  it('keeps no more contexts than it may, whoever asks at once', async () => {
    const engine = opened({ maxContexts: 2 });
    await loadAll(engine);
    const alone: string[] = [];
    for (const at of base.adapters.keys()) alone.push((await draft(engine, `m${at}`)).text);
    const together = await Promise.all(base.adapters.map((_, at) => draft(engine, `m${at}`)));
    expect(together.map(({ text }) => text)).toEqual(alone);
    expect((await engine.childMemory())?.contexts).toBeLessThanOrEqual(2);
  });

  it('loads the base anew after so many adapters, without mixing up voices', async () => {
    const engine = opened({ recycleAfterAdapters: 2 });
    await loadAll(engine);
    const roaming = opened();
    await loadAll(roaming);
    for (const at of [0, 1, 2, 3, 0, 4, 5]) {
      expect((await draft(engine, `m${at}`)).text).toBe((await draft(roaming, `m${at}`)).text);
    }
    const { adapters, baseLoads } = (await engine.childMemory()) ?? {};
    expect(adapters).toBeLessThanOrEqual(2);
    expect(baseLoads).toBeGreaterThan(1);
    expect((await roaming.childMemory())?.baseLoads).toBe(1);
  });

  it('gives its memory back when told, after what is under way, and goes on when asked', async () => {
    const engine = opened();
    await loadAll(engine);
    const alone = await draft(engine, 'm0');
    const pid = engine.pid ?? 0;
    const { warm, residentBytes } = await engine.memory();
    expect(warm).toEqual(['m0']);
    expect(residentBytes).toBeGreaterThan(10e6);
    const writing = draft(engine, 'm0');
    const freed = engine.freeMemory();
    const meanwhile = draft(engine, 'm1');
    expect((await writing).text).toBe(alone.text);
    await freed;
    expect(isAlive(pid)).toBe(false);
    expect((await meanwhile).tokens).toBe(8);
    expect(engine.pid).not.toBe(pid);
    await engine.freeMemory();
    expect(await engine.memory()).toEqual({ warm: [], residentBytes: 0, gpuBytes: 0 });
    expect(engine.pid).toBeUndefined();
  });

  it('gives its memory back when nobody asks for a while', async () => {
    const engine = opened({ keepAliveS: 0.05 });
    await draft(engine, null);
    await expect.poll(() => engine.pid, { timeout: 10_000 }).toBeUndefined();
    expect((await draft(engine, null)).tokens).toBe(8);
  });

  it('says what is wrong with a base that is none', async () => {
    const path = join(scratch, 'not-a-base.gguf');
    await writeFile(path, 'GGUF but not really');
    const engine = opened({ ggufFile: path });
    await expect(draft(engine, null)).rejects.toMatchObject({ code: 'base_refused' });
    expect((await engine.health()).ok).toBe(false);
  });

  it('refuses a file that is no adapter of this base', async () => {
    const engine = opened();
    const bytes = await readFile(base.ggufFile);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = join(scratch, `${sha256}.gguf`);
    await writeFile(path, bytes);
    await engine.loadAdapter({ model: 'base-as-adapter', path, sha256 });
    await expect(draft(engine, 'base-as-adapter')).rejects.toMatchObject({
      code: 'adapter_refused',
    });
    expect((await draft(engine, null)).tokens).toBe(8);
  });

  it('leaves when its parent is killed', async () => {
    const tsx = createRequire(import.meta.url).resolve('tsx');
    const program = fileURLToPath(new URL('../testing/engine-parent.ts', import.meta.url));
    const parent = spawn(process.execPath, ['--import', tsx, program, base.ggufFile], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    });
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
