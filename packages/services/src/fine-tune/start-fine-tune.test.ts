import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createAgent,
  createWriter,
  openTestServices,
  type TestServices,
  type TestWriter,
} from '../testing/open-test-services';
import { readFineTune } from './read-fine-tune';
import { startFineTune } from './start-fine-tune';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices();
});
afterAll(() => test.close());

const start = ({ userId, emailAccountId }: TestWriter, idempotencyKey = newId()) =>
  startFineTune({ ctx: test.ctx, input: { userId, emailAccountId, idempotencyKey } });
const read = ({ userId, emailAccountId }: TestWriter) =>
  readFineTune({ ctx: test.ctx, input: { userId, emailAccountId } });

describe('starting a job', () => {
  it('waits for an agent and says so, then says who is before', async () => {
    const [first, second] = [await createWriter(test.ctx, 100), await createWriter(test.ctx, 100)];
    const { job, created } = await start(first);
    expect({ created, status: job.status, progress: job.progress }).toEqual({
      created: true,
      status: 'PENDING',
      progress: 0,
    });
    expect(await read(first)).toMatchObject({
      agentsOnline: 0,
      open: { id: job.id, words: 'Waiting for an agent' },
      waiting: {
        position: 1,
        reason: 'no_agent',
        message: expect.stringContaining('No agent is online'),
        nextStep: expect.stringContaining('npm start'),
      },
    });
    await start(second);
    await createAgent(test.ctx);
    expect(await read(second)).toMatchObject({
      agentsOnline: 1,
      waiting: { position: 2, reason: 'queue', message: '1 job is before yours.' },
    });
    expect((await read(first)).waiting).toMatchObject({ reason: 'starting', position: 1 });
  });

  it('refuses a mailbox with too little mail, and says how much is missing', async () => {
    const writer = await createWriter(test.ctx, 94);
    await expect(start(writer)).rejects.toMatchObject({
      code: 'not_eligible',
      details: { sentCount: 94, required: 100, missing: 6 },
    });
    expect(await read(writer)).toMatchObject({
      eligibility: { eligible: false, missing: 6 },
      open: null,
    });
  });

  it('makes one job for a key, and refuses a second job beside it by its id', async () => {
    const writer = await createWriter(test.ctx, 100);
    const key = newId();
    const results = await Promise.all([1, 2, 3].map(() => start(writer, key)));
    const [first] = results;
    expect(new Set(results.map(({ job }) => job.id)).size).toBe(1);
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    await expect(start(writer)).rejects.toMatchObject({
      code: 'job_active',
      details: { jobId: first?.job.id },
    });
  });

  it('is not to be had for the mailbox of another', async () => {
    const [owner, other] = [await createWriter(test.ctx, 100), await createWriter(test.ctx, 0)];
    await expect(start({ ...owner, userId: other.userId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is braked when it is asked for too often', async () => {
    const writer = await createWriter(test.ctx, 0);
    const codes = [];
    for (let time = 0; time < 11; time += 1) {
      codes.push(await start(writer).catch((error: { code: string }) => error.code));
    }
    expect(codes.slice(0, 10)).toEqual(Array(10).fill('not_eligible'));
    expect(codes[10]).toBe('rate_limited');
  });
});
