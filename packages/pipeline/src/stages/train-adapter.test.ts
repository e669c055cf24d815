import { ServingError } from '@emailai/serving/serving-error';
import { expect, it, vi } from 'vitest';
import { runStage } from '../run-stage';
import {
  FakeDesk,
  fakeEngine,
  fakePorts,
  fakeTrainer,
  TEST_MANIFEST,
  TEST_TRAIN_RESULT,
} from '../testing/fake-ports';
import { jobFolders } from '../testing/job-folder';
import type { UsageMeter } from '../usage-meter';
import { trainAdapter } from './train-adapter';

const newFolder = jobFolders();
const never = new AbortController().signal;
const DATA = {
  trainFile: '/nowhere/train.jsonl',
  heldOutFile: '/nowhere/held-out.jsonl',
  manifest: TEST_MANIFEST,
};
const step = (number: number, totalSteps = 50) => ({
  kind: 'step' as const,
  step: number,
  totalSteps,
  epoch: number / 10,
  loss: 3 - number / 50,
  tokensPerSecond: 900,
  etaSeconds: 50 - number,
});

it('reports plan, a few steps a second and every epoch, with what it has cost', async () => {
  vi.useFakeTimers({ now: 0, toFake: ['Date'] });
  try {
    const trainer = fakeTrainer();
    trainer.train = async (_run, onProgress) => {
      onProgress({ kind: 'resumed', fromEpoch: 1 });
      for (let number = 1; number <= 50; number += 1) {
        vi.setSystemTime(number * 100);
        onProgress(step(number));
        if (number % 10 === 0) {
          onProgress({ kind: 'epoch', epoch: number / 10, heldOutLoss: 2 });
        }
      }
      return TEST_TRAIN_RESULT;
    };
    const desk = new FakeDesk();
    const meter: UsageMeter = {
      get used() {
        return { gpuSeconds: Date.now() / 1_000, energyWh: null, costUsd: Date.now() / 1e6 };
      },
      during: (work) => work(),
    };
    const ports = fakePorts({ desk, trainer, meter });
    const run = { jobDir: await newFolder(), ports, signal: never };
    expect(await runStage(trainAdapter, DATA, run)).toEqual(TEST_TRAIN_RESULT);
    const steps = desk.events.filter((event) => event.type === 'step');
    // 4.9 s at 5 a second, the first at once.
    expect(steps.length).toBeGreaterThan(20);
    expect(steps.length).toBeLessThanOrEqual(26);
    expect(steps.at(-1)).toMatchObject({ step: 50, costUsd: expect.closeTo(0.005, 5) });
    expect(desk.typesOfEvents().filter((type) => type !== 'step')).toEqual([
      'training',
      'planned',
      'resumed',
      ...Array(5).fill('epoch'),
    ]);
  } finally {
    vi.useRealTimers();
  }
});

it('always reports the last step', async () => {
  const desk = new FakeDesk();
  const trainer = fakeTrainer([step(1, 2), step(2, 2)]);
  const ports = fakePorts({ desk, trainer });
  await runStage(trainAdapter, DATA, { jobDir: await newFolder(), ports, signal: never });
  expect(desk.events.at(-1)).toMatchObject({ type: 'step', step: 2 });
});

it('has the engine give its memory back before it loads, where both are on one GPU', async () => {
  const order: string[] = [];
  const engine = fakeEngine({ natsPerToken: () => 1 });
  engine.freeMemory = async () => void order.push('freed');
  const trainer = fakeTrainer();
  const { load } = trainer;
  trainer.load = async (...given) => {
    order.push('loaded');
    return load(...given);
  };
  const train = async (overrides: Parameters<typeof fakePorts>[0]) => {
    const ports = fakePorts({ engine, trainer, ...overrides });
    await runStage(trainAdapter, DATA, { jobDir: await newFolder(), ports, signal: never });
  };
  await train({});
  expect(order.splice(0)).toEqual(['loaded']);
  await train({ sharesGpu: true });
  expect(order.splice(0)).toEqual(['freed', 'loaded']);
  engine.freeMemory = async () => {
    throw new ServingError('unsupported', 'This engine keeps its memory.');
  };
  const said: string[] = [];
  await train({ sharesGpu: true, log: (sentence) => said.push(sentence) });
  expect(order).toEqual(['loaded']);
  expect(said).toContainEqual(expect.stringContaining('keeps its memory'));
});
