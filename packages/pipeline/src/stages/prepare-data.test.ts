import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { datasetRowSchema, HELD_OUT_SHARE } from '@emailai/contracts/dataset';
import { REPLY_INSTRUCTION } from '@emailai/contracts/prompt';
import { generateMailbox } from '@emailai/mailbox/personas/generate-mailbox';
import { expect, it } from 'vitest';
import { readJsonl } from '../jsonl-file';
import { runStage } from '../run-stage';
import { FakeDesk, fakePorts, TEST_JOB } from '../testing/fake-ports';
import { jobFolders } from '../testing/job-folder';
import { extractMail } from './extract-mail';
import { prepareData } from './prepare-data';

const newFolder = jobFolders();

it('writes both sets as Alpaca rows, the newest held out, and the manifest of what it did', async () => {
  const mailbox = generateMailbox('nora-vale');
  const newestFirst = <M extends { sentAt: Date }>(mails: M[]) =>
    [...mails].sort((one, other) => other.sentAt.getTime() - one.sentAt.getTime());
  const desk = new FakeDesk(newestFirst(mailbox.sent), newestFirst(mailbox.incoming));
  const job = { ...TEST_JOB, ownAddresses: [mailbox.address], ownName: mailbox.name };
  const run = {
    jobDir: await newFolder(),
    ports: fakePorts({ desk, job }),
    signal: new AbortController().signal,
  };
  const data = await runStage(prepareData, await runStage(extractMail, null, run), run);
  const { manifest } = data;
  const train = await readJsonl(data.trainFile, datasetRowSchema);
  const heldOut = await readJsonl(data.heldOutFile, datasetRowSchema);

  const rows = train.length + heldOut.length;
  const dropped = Object.values(manifest.droppedByReason).reduce((sum, count) => sum + count, 0);
  expect(rows + dropped).toBe(mailbox.sent.length);
  expect(manifest.sentRead).toBe(mailbox.sent.length);
  expect(manifest.train.rows).toBe(train.length);
  expect(heldOut.length).toBeGreaterThanOrEqual(Math.floor(rows * HELD_OUT_SHARE));
  expect(manifest.heldOutIds).toEqual(heldOut.map(({ id }) => id));
  const newestTrained = Math.max(...train.map(({ sentAt }) => Date.parse(sentAt)));
  for (const row of heldOut) expect(Date.parse(row.sentAt)).toBeGreaterThanOrEqual(newestTrained);
  expect(train[0]?.instruction).toBe(REPLY_INSTRUCTION);
  const bytes = await readFile(data.trainFile);
  expect(manifest.train.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(desk.typesOfEvents()).toEqual(['extracted', 'preparing', 'prepared']);
});
