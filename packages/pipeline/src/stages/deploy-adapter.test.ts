import { join } from 'node:path';
import { verdictOf } from '@emailai/contracts/evaluation';
import { expect, it } from 'vitest';
import { writeJsonl } from '../jsonl-file';
import { runStage } from '../run-stage';
import {
  fakeEngine,
  fakePorts,
  fakeStore,
  TEST_MANIFEST,
  TEST_TRAIN_RESULT,
} from '../testing/fake-ports';
import { jobFolders } from '../testing/job-folder';
import { testRows } from '../testing/test-rows';
import { deployAdapter } from './deploy-adapter';

const newFolder = jobFolders();
const never = new AbortController().signal;

async function deploy(engine: ReturnType<typeof fakeEngine>, tuned = 1, inService: string[] = []) {
  const jobDir = await newFolder();
  const heldOutFile = join(jobDir, 'held-out.jsonl');
  await writeJsonl(heldOutFile, testRows(2));
  const input = {
    data: { trainFile: '/nowhere', heldOutFile, manifest: TEST_MANIFEST },
    trained: TEST_TRAIN_RESULT,
    evaluation: verdictOf({ pairs: 20, tokens: 100, base: 4, tuned }),
  };
  const store = { ...fakeStore, publish: async (tag: string) => void inService.push(tag) };
  const run = { jobDir, ports: fakePorts({ engine, store }), signal: never };
  return runStage(deployAdapter, input, run);
}

it('serves the stored adapter under the version’s tag and has it write', async () => {
  const engine = fakeEngine({ natsPerToken: () => 1 });
  const tag = 'emailai-usermailbox001:v1';
  const inService: string[] = [];
  expect(await deploy(engine, 1, inService)).toEqual({ tag, smokeTokens: 3 });
  expect(inService).toEqual([tag]);
  expect(engine.loaded.get(tag)).toBe('/store/0123.gguf');
  expect(engine.published).toEqual([tag]);
});

it('keeps what was not better, without handing the mailbox’s name to it', async () => {
  const engine = fakeEngine({ natsPerToken: () => 1 });
  const inService: string[] = [];
  await deploy(engine, 4, inService);
  expect(inService).toEqual([]);
  expect(engine.loaded.size).toBe(1);
  expect(engine.published).toEqual([]);
});

it('does not call deployed what writes nothing', async () => {
  const engine = fakeEngine({ natsPerToken: () => 1, text: ' \n' });
  await expect(deploy(engine)).rejects.toMatchObject({
    jobError: { code: 'deploy_unverified', retryable: true },
  });
});
