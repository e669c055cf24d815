import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareTestBase, type TestBase, testPython } from '@emailai/serving/testing/test-base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeJsonl } from '../jsonl-file';
import type { Trainer, TrainProgress, TrainRun } from '../ports';
import { testRows } from '../testing/test-rows';
import { createTrainer, type TrainerOptions } from './create-trainer';

const never = new AbortController().signal;
let scratch: string;
const trainers: Trainer[] = [];
const create = (options: Partial<TrainerOptions> = {}) => {
  const trainer = createTrainer({
    python: testPython(),
    environment: process.env,
    device: 'cpu',
    log: () => undefined,
    ...options,
  });
  trainers.push(trainer);
  return trainer;
};

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'emailai-trainer-'));
});
afterAll(async () => {
  await Promise.all(trainers.map((trainer) => trainer.close()));
  await rm(scratch, { recursive: true, force: true });
});

describe('the trainer', () => {
  let base: TestBase;
  beforeAll(async () => {
    base = await prepareTestBase();
  }, 300_000);

  async function runOf(name: string, epochs: number): Promise<TrainRun> {
    const trainFile = join(scratch, 'train.jsonl');
    const heldOutFile = join(scratch, 'held-out.jsonl');
    await writeJsonl(trainFile, testRows(16));
    await writeJsonl(heldOutFile, testRows(4, 100));
    const settings = {
      rank: 4,
      alpha: 8,
      learningRate: 2e-3,
      epochs,
      batchSize: 4,
      maxTokens: 512,
      seed: 1,
    };
    return { trainFile, heldOutFile, outDir: join(scratch, name), settings };
  }

  it('plans, trains and tells; cancelled it stops, killed it goes on from the last epoch', async () => {
    const pids: number[] = [];
    const trainer = create({ onChild: (pid, isAlive) => isAlive && pids.push(pid) });
    const { parameters, contextTokens } = await trainer.load(base, never);
    expect(parameters).toBeGreaterThan(1_000_000);
    expect(contextTokens).toBe(base.contextTokens);

    const run = await runOf('killed', 3);
    const plan = await trainer.plan(run, 1, never);
    expect(plan.totalSteps).toBe(12);
    expect(plan.predictedCostUsd).toBeGreaterThan(0);

    const killAfterFirstEpoch = (event: TrainProgress) => {
      if (event.kind === 'epoch') process.kill(pids.at(-1) ?? 0, 'SIGKILL');
    };
    await expect(trainer.train(run, killAfterFirstEpoch, never)).rejects.toMatchObject({
      code: 'crashed',
      message: expect.stringContaining('SIGKILL'),
    });

    const seen: TrainProgress[] = [];
    await trainer.load(base, never);
    expect(pids).toHaveLength(2);
    const result = await trainer.train(run, (event) => seen.push(event), never);
    expect(seen[0]).toMatchObject({ kind: 'resumed' });
    expect(seen.filter(({ kind }) => kind === 'epoch').length).toBeLessThan(3);
    expect(result.heldOutLossByEpoch).toHaveLength(3);
    expect(result.heldOutLossByEpoch.at(-1)).toBeLessThan(result.baseHeldOutLoss);

    const stop = new AbortController();
    const cancelled = trainer.train(
      await runOf('cancelled', 50),
      (event) => event.kind === 'step' && stop.abort('cancel'),
      stop.signal,
    );
    await expect(cancelled).rejects.toBe('cancel');
    // Still warm: the base need not be loaded again.
    await trainer.plan(await runOf('warm', 1), 0, never);
    expect(pids).toHaveLength(2);
  }, 180_000);

  it('refuses a base that is none by the trainer’s own word', async () => {
    await expect(create().load({ hfDir: join(scratch, 'nothing') }, never)).rejects.toMatchObject({
      name: 'TrainerError',
      code: 'base_missing',
    });
  });

  it('leaves when nobody has needed it for a while', async () => {
    const alive = new Set<number>();
    const trainer = create({
      idleMs: 50,
      onChild: (pid, isAlive) => (isAlive ? alive.add(pid) : alive.delete(pid)),
    });
    await trainer.load({ hfDir: join(scratch, 'nothing') }, never).catch(() => undefined);
    await expect.poll(() => alive.size, { timeout: 10_000 }).toBe(0);
  });
});

describe('a trainer that does not do its part', () => {
  /** A program in Python's place. */
  async function programOf(name: string, script: string): Promise<string> {
    const path = join(scratch, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o700);
    return path;
  }
  const load = (python: string) => create({ python }).load({ hfDir: '/nowhere' }, never);

  it('is missing: a sentence says how to get it', async () => {
    await expect(load(join(scratch, 'no-such-python'))).rejects.toMatchObject({
      jobError: { code: 'python_missing', nextStep: expect.stringContaining('npm start') },
    });
  });

  it('lacks its packages: the same', async () => {
    const words = 'echo "python: No module named emailai_trainer" >&2; exit 1';
    await expect(load(await programOf('bare', words))).rejects.toMatchObject({
      jobError: { code: 'python_missing' },
    });
  });

  it('dies: its exit code and its last words are told', async () => {
    const words = 'echo "Illegal instruction" >&2; exit 132';
    await expect(load(await programOf('dies', words))).rejects.toMatchObject({
      code: 'crashed',
      message: expect.stringMatching(/132.*Illegal instruction/),
    });
  });

  it('speaks outside its protocol: it is ended with its whole family', async () => {
    const family = join(scratch, 'family');
    const words = `sleep 600 & echo $! > ${family}; echo "hello there"; wait`;
    await expect(load(await programOf('chatty', words))).rejects.toMatchObject({ code: 'crashed' });
    const child = Number(await readFile(family, 'utf8'));
    await expect.poll(() => isRunning(child), { timeout: 5_000 }).toBe(false);
  });

  it('does not stop when cancelled: it is killed', async () => {
    const stop = new AbortController();
    const trainer = create({ python: await programOf('deaf', 'exec sleep 600') });
    const loading = trainer.load({ hfDir: '/nowhere' }, stop.signal);
    stop.abort('cancel');
    await expect(loading).rejects.toBe('cancel');
  }, 10_000);

  it('hears no secrets', async () => {
    const environment = { ...process.env, AGENT_TOKEN: 'fta_secret', HF_TOKEN: 'hf_secret' };
    const out = join(scratch, 'environment');
    const python = await programOf('nosy', `env > ${out}; exit 1`);
    const trainer = create({ python, environment });
    await trainer.load({ hfDir: '/nowhere' }, never).catch(() => undefined);
    const seen = await readFile(out, 'utf8');
    expect(seen).toContain('HF_HUB_OFFLINE=1');
    expect(seen).not.toMatch(/secret/);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
