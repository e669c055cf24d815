import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRestDesk, type RestDesk } from '../testing/open-rest-desk';

let desk: RestDesk;
beforeAll(async () => {
  desk = await openRestDesk();
});
afterAll(() => desk.close());

const PATH = '/api/user/ai/fine-tune';

describe('POST', () => {
  it('starts a job with nothing but a token, as a script would', async () => {
    const { token, emailAccountId } = await desk.writer(100);
    const started = await desk.ask('POST', PATH, { token });
    expect(started.status).toBe(202);
    expect(started.json).toMatchObject({
      job: { emailAccountId, status: 'PENDING', progress: 0, cancelRequested: false },
    });
  });

  it('answers one job for one Idempotency-Key, however often and at once it is sent', async () => {
    const { token, userId } = await desk.writer(100);
    const headers = { 'Idempotency-Key': 'order-2026-03-01' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => desk.ask('POST', PATH, { token, headers })),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ json }) => JSON.stringify(json))).size).toBe(1);
    expect(await desk.plane.ctx.db.prisma.fineTuningJob.count({ where: { userId } })).toBe(1);
  });
});
