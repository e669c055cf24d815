import { newId } from '@emailai/contracts/ids';
import { driveJobs } from '@emailai/db/testing/drive-jobs';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { createAgent } from '@emailai/services/testing/open-test-services';
import OpenAI, { APIError, AuthenticationError, BadRequestError, NotFoundError } from 'openai';
import type { FineTuningJob, FineTuningJobEvent } from 'openai/resources/fine-tuning/jobs/jobs';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { openRestDesk, type RestDesk, type ScriptingWriter } from '../testing/open-rest-desk';
import type { OpenAiEvent, OpenAiJob } from './openai-schemas';

let desk: RestDesk;
let writer: ScriptingWriter;
let client: OpenAI;
/** Newest first: one that waits, one cancelled, one failed, one that runs no more, one completed. */
let jobIds: string[];

beforeAll(async () => {
  desk = await openRestDesk();
  writer = await desk.writer(100);
  client = clientOf(writer.token);
  const { db } = desk.plane.ctx;
  const drive = driveJobs(db, (await createAgent(desk.plane.ctx)).id);
  const completed = await drive.deploy(writer);
  await drive.complete(completed);
  const failed = await drive.train(writer);
  await drive.fail(failed);
  const ids = [completed.jobId, failed.jobId];
  for (let made = 0; made < 3; made += 1) {
    ids.push(await start(writer));
    if (made < 2) await desk.ask('DELETE', '/api/user/ai/fine-tune', { token: writer.token });
  }
  jobIds = ids.reverse();
});
afterAll(() => desk.close());

const clientOf = (apiKey: string) =>
  new OpenAI({ apiKey, baseURL: `${desk.base}/v1`, maxRetries: 0 });

async function start({ userId, emailAccountId }: ScriptingWriter): Promise<string> {
  const { ctx } = desk.plane;
  const input = { userId, emailAccountId, idempotencyKey: newId() };
  return (await startFineTune({ ctx, input })).job.id;
}

async function collect<Item>(pages: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

describe('the official client', () => {
  it('has types that our answers fit', () => {
    expectTypeOf<OpenAiJob>().toExtend<FineTuningJob>();
    expectTypeOf<OpenAiEvent>().toExtend<FineTuningJobEvent>();
  });

  it('lists every job once, page by page, newest first', async () => {
    const first = await client.fineTuning.jobs.list({ limit: 2 });
    expect(first.data.map(({ id }) => id)).toEqual(jobIds.slice(0, 2));
    expect(first.has_more).toBe(true);
    const all = await collect(client.fineTuning.jobs.list({ limit: 2 }));
    expect(all.map(({ id }) => id)).toEqual(jobIds);
    expect(all.map(({ status }) => status)).toEqual([
      'queued',
      'cancelled',
      'cancelled',
      'failed',
      'succeeded',
    ]);
  });

  it('retrieves what ended well and what did not', async () => {
    const [waitingId = '', , , failedId = '', completedId = ''] = jobIds;
    const completed = await client.fineTuning.jobs.retrieve(completedId);
    expect(completed).toMatchObject({
      object: 'fine_tuning.job',
      status: 'succeeded',
      model: 'tiny',
      fine_tuned_model: `emailai-user${writer.emailAccountId}:v1`,
      training_file: writer.emailAccountId,
      error: null,
      metadata: { status: 'COMPLETED', progress: '100' },
    });
    expect(completed.finished_at).toBeGreaterThanOrEqual(completed.created_at);
    expect(await client.fineTuning.jobs.retrieve(failedId)).toMatchObject({
      status: 'failed',
      fine_tuned_model: null,
      error: { code: 'out_of_memory', message: 'The GPU has too little memory.', param: null },
    });
    expect(await client.fineTuning.jobs.retrieve(waitingId)).toMatchObject({
      status: 'queued',
      model: 'undecided',
      finished_at: null,
      fine_tuned_model: null,
    });
  });

  it('reads the whole log page by page, gapless and newest first', async () => {
    const completedId = jobIds[4] ?? '';
    const events = await collect(client.fineTuning.jobs.listEvents(completedId, { limit: 2 }));
    const { eventSeq } = await desk.plane.ctx.db.prisma.fineTuningJob.findUniqueOrThrow({
      where: { id: completedId },
    });
    expect(eventSeq).toBeGreaterThan(4);
    const expected = Array.from(
      { length: eventSeq },
      (_, at) => `ftevent-${completedId}-${at + 1}`,
    );
    expect(events.map(({ id }) => id)).toEqual(expected.reverse());
    expect(events.at(-1)).toMatchObject({ level: 'info', message: 'Ordered.', type: 'message' });
    const failed = await client.fineTuning.jobs.listEvents(jobIds[3] ?? '');
    expect(failed.data[0]).toMatchObject({
      level: 'error',
      message: 'The GPU has too little memory. Choose a smaller base.',
    });
  });

  it('understands our refusals: code, param and request id', async () => {
    const missing = await client.fineTuning.jobs.retrieve(newId()).catch((error) => error);
    expect(missing).toBeInstanceOf(NotFoundError);
    expect(missing).toMatchObject({
      status: 404,
      code: 'not_found',
      type: 'invalid_request_error',
    });
    expect(missing.requestID).toBe(missing.error.requestId);
    const tooMany = await client.fineTuning.jobs.list({ limit: 101 }).catch((error) => error);
    expect(tooMany).toBeInstanceOf(BadRequestError);
    expect(tooMany).toMatchObject({ code: 'invalid_input', param: 'limit' });
    const stranger = await clientOf('eat_x')
      .fineTuning.jobs.list()
      .catch((error) => error);
    expect(stranger).toBeInstanceOf(AuthenticationError);
    expect(stranger).toMatchObject({ code: 'unauthenticated', type: 'authentication_error' });
    const order = client.fineTuning.jobs.create({ model: 'tiny', training_file: 'file' });
    const readOnly = await order.catch((error) => error);
    expect(readOnly).toBeInstanceOf(APIError);
    expect(readOnly).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(readOnly.headers.get('allow')).toBe('GET, HEAD');
  });

  it('sees nothing of another writer', async () => {
    const other = clientOf((await desk.writer(1)).token);
    expect(await collect(other.fineTuning.jobs.list())).toEqual([]);
    for (const ask of [
      () => other.fineTuning.jobs.retrieve(jobIds[0] ?? ''),
      () => other.fineTuning.jobs.listEvents(jobIds[0] ?? ''),
    ]) {
      await expect(ask()).rejects.toBeInstanceOf(NotFoundError);
    }
    const after = { after: jobIds[0] ?? '' };
    await expect(other.fineTuning.jobs.list(after)).rejects.toBeInstanceOf(BadRequestError);
  });
});
