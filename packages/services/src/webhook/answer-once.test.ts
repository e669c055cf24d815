import { ServiceError } from '@emailai/contracts/errors';
import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTestServices, type TestServices } from '../testing/open-test-services';
import { answerOnce } from './answer-once';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices();
});
afterAll(() => test.close());

const BODY = Buffer.from('{"jobId":"x"}');
const once = (webhookId: string, work: () => Promise<unknown>, body = BODY) =>
  answerOnce({ ctx: test.ctx, input: { webhookId, body, work } });

describe('a webhook that arrives again', () => {
  it('is not worked on again, and gets the same answer', async () => {
    const id = newId();
    const work = vi.fn(async () => ({ success: true, at: work.mock.calls.length }));
    const first = await once(id, work);
    expect(first).toEqual({ answer: { success: true, at: 1 }, isRepeated: false });
    expect(await once(id, work)).toEqual({ ...first, isRepeated: true });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('is not worked on at two places at once', async () => {
    const id = newId();
    const work = vi.fn(() => new Promise((resolve) => setImmediate(resolve, {})));
    const answers = await Promise.allSettled([1, 2, 3, 4, 5].map(() => once(id, work)));
    expect(work).toHaveBeenCalledTimes(1);
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason.code).toBe('unavailable');
    }
  });

  it('is refused again where it was refused', async () => {
    const id = newId();
    const work = vi.fn(async () => {
      throw new ServiceError('lost', 'Not yours.', { nextStep: 'Stop.' });
    });
    for (let time = 0; time < 3; time += 1) {
      await expect(once(id, work)).rejects.toMatchObject({ code: 'lost', nextStep: 'Stop.' });
    }
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('is refused with another body', async () => {
    const id = newId();
    await once(id, async () => ({}));
    await expect(once(id, async () => ({}), Buffer.from('{}'))).rejects.toMatchObject({
      code: 'invalid_input',
      details: { param: 'webhook-id' },
    });
  });

  it('is worked on again where that broke, or was put off', async () => {
    const id = newId();
    const work = vi
      .fn(async () => 'done')
      .mockRejectedValueOnce(new Error('connection lost'))
      .mockRejectedValueOnce(new ServiceError('unavailable', 'Later.'));
    await expect(once(id, work)).rejects.toThrow('connection lost');
    await expect(once(id, work)).rejects.toThrow('Later.');
    expect(await once(id, work)).toEqual({ answer: 'done', isRepeated: false });
  });

  it('is taken over from a process that died over it', async () => {
    const id = newId();
    const dying = once(id, () => new Promise(() => undefined));
    dying.catch(() => undefined);
    const { prisma } = test.ctx.db;
    await vi.waitFor(() => prisma.webhookReceipt.findUniqueOrThrow({ where: { id } }));
    await expect(once(id, async () => 'done')).rejects.toMatchObject({ code: 'unavailable' });
    const receivedAt = new Date(Date.now() - 31_000);
    await prisma.webhookReceipt.update({ where: { id }, data: { receivedAt } });
    expect(await once(id, async () => 'done')).toMatchObject({ answer: 'done' });
  });
});
