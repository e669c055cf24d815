import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeJsonl } from '../jsonl-file';
import { runStage } from '../run-stage';
import {
  FakeDesk,
  fakeEngine,
  fakePorts,
  TEST_JOB,
  TEST_MANIFEST,
  TEST_TRAIN_RESULT,
} from '../testing/fake-ports';
import { jobFolders } from '../testing/job-folder';
import { testRows } from '../testing/test-rows';
import { evaluateAdapter } from './evaluate-adapter';

const newFolder = jobFolders();
const never = new AbortController().signal;
const OTHER = 'emailai-userother00:v3';

async function evaluate(engine: ReturnType<typeof fakeEngine>, rows = 25) {
  const jobDir = await newFolder();
  const heldOutFile = join(jobDir, 'held-out.jsonl');
  await writeJsonl(heldOutFile, testRows(rows));
  const desk = new FakeDesk();
  const input = {
    data: { trainFile: '/nowhere', heldOutFile, manifest: TEST_MANIFEST },
    trained: TEST_TRAIN_RESULT,
  };
  const run = { jobDir, ports: fakePorts({ desk, engine }), signal: never };
  return { evaluation: await runStage(evaluateAdapter, input, run), desk };
}

const voices = (base: number, tuned: number, other: number) => (model: string | null) =>
  model === null ? base : model === OTHER ? other : tuned;

it('promotes what predicts the held-out replies better, as served', async () => {
  const engine = fakeEngine({ natsPerToken: voices(4, 1.5, 5), held: [OTHER] });
  const { evaluation, desk } = await evaluate(engine);
  expect(evaluation).toMatchObject({
    heldOut: { pairs: 25, tokens: 250, base: 4, tuned: 1.5 },
    control: { modelName: OTHER, nats: 5 },
    verdict: 'promote',
  });
  expect(desk.events.at(-1)).toEqual({ type: 'evaluating', done: 25, total: 25 });
  expect(await engine.list()).toEqual([OTHER]);
});

it('keeps the base where little was gained', async () => {
  const { evaluation } = await evaluate(fakeEngine({ natsPerToken: voices(2, 1.95, 0) }));
  expect(evaluation.verdict).toBe('keep_base');
  expect(evaluation.control).toBeNull();
});

it('takes no version of the same mailbox, and no candidate, as control', async () => {
  const held = [`${TEST_JOB.modelName}:v1`, 'candidate-somebody'];
  const engine = fakeEngine({ natsPerToken: voices(4, 1, 0), held });
  expect((await evaluate(engine)).evaluation.control).toBeNull();
});

it('judges by the newest sixty pairs at most', async () => {
  const { evaluation } = await evaluate(fakeEngine({ natsPerToken: voices(4, 1, 0) }), 90);
  expect(evaluation.heldOut.pairs).toBe(60);
});
