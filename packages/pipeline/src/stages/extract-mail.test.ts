import { readFile } from 'node:fs/promises';
import { MAX_SENT_READ } from '@emailai/contracts/dataset';
import { mailSchema } from '@emailai/contracts/mail';
import { expect, it } from 'vitest';
import { readJsonl } from '../jsonl-file';
import { runJob } from '../run-job';
import { runStage } from '../run-stage';
import { FakeDesk, fakePorts } from '../testing/fake-ports';
import { jobFolders } from '../testing/job-folder';
import { testMails } from '../testing/test-mails';
import { extractMail } from './extract-mail';

const newFolder = jobFolders();
const never = new AbortController().signal;

it('reads both sides of the mailbox page by page, in order, dates and all', async () => {
  const desk = new FakeDesk(testMails(450, true), testMails(30, false));
  const run = { jobDir: await newFolder(), ports: fakePorts({ desk }), signal: never };
  const mail = await runStage(extractMail, null, run);
  expect(mail).toMatchObject({ sent: 450, incoming: 30 });
  expect(desk.queries.map(({ kind, limit }) => [kind, limit])).toEqual([
    ['sent', 200],
    ['sent', 200],
    ['sent', 200],
    ['incoming', 200],
  ]);
  expect(await readJsonl(mail.sentFile, mailSchema)).toEqual(desk.sent);
  expect(desk.events).toEqual([{ type: 'extracted', sent: 450, incoming: 30 }]);
});

it('stops at as many sent mails as a job may read, the newest', async () => {
  const desk = new FakeDesk(testMails(MAX_SENT_READ + 50, true));
  const run = { jobDir: await newFolder(), ports: fakePorts({ desk }), signal: never };
  const mail = await runStage(extractMail, null, run);
  expect(mail.sent).toBe(MAX_SENT_READ);
  expect((await readFile(mail.sentFile, 'utf8')).trim().split('\n')).toHaveLength(MAX_SENT_READ);
});

it('lets what the control plane rejects with through as it is', async () => {
  const desk = new FakeDesk(testMails(3, true));
  desk.refusal = new Error('the lease is lost');
  const run = { jobDir: await newFolder(), ports: fakePorts({ desk }), signal: never };
  await expect(runJob(run)).rejects.toBe(desk.refusal);
});
