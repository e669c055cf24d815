import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listNotifications } from '../notification/list-notifications';
import {
  createWriter,
  openTestServices,
  pairOf,
  type TestServices,
  testMail,
} from '../testing/open-test-services';
import { importMail } from './import-mail';
import { listThreads } from './list-threads';
import { readThread } from './read-thread';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices();
});
afterAll(() => test.close());

const noticesOf = async (userId: string) =>
  (await listNotifications({ ctx: test.ctx, input: { userId } })).notifications;

describe('importing mail', () => {
  it('stores each mail once, sealed, and counts what was sent', async () => {
    const { ctx } = test;
    const writer = await createWriter(ctx);
    const mails = [pairOf(writer.address, 0), pairOf(writer.address, 1)].flat();
    const nameless = testMail({ messageId: null, body: 'canary body', subject: 'canary subject' });
    const input = { emailAccountId: writer.emailAccountId, mails: [...mails, nameless] };
    expect(await importMail({ ctx, input })).toEqual({ imported: 5, known: 0, sentCount: 2 });
    const again = { ...input, mails: [...input.mails, ...mails] };
    expect(await importMail({ ctx, input: again })).toEqual({
      imported: 0,
      known: 9,
      sentCount: 2,
    });
    const { rows } = await ctx.db.pool.query('SELECT m::text FROM "EmailMessage" m');
    expect(JSON.stringify(rows)).not.toContain('canary');
  });

  it('takes a stream of more mails than a batch holds', async () => {
    const { ctx } = test;
    const writer = await createWriter(ctx);
    async function* stream() {
      for (let index = 0; index < 1_100; index += 1) yield* pairOf(writer.address, index);
    }
    const input = { emailAccountId: writer.emailAccountId, mails: stream() };
    expect(await importMail({ ctx, input })).toMatchObject({ imported: 2_200, sentCount: 1_100 });
  });

  it('puts an answer and its mail in one thread, whichever came first', async () => {
    const { ctx } = test;
    const writer = await createWriter(ctx);
    const { emailAccountId, userId } = writer;
    const pairs = [0, 1, 2].map((index) => pairOf(writer.address, index));
    for (const side of [1, 0] as const) {
      const mails = pairs.map((pair) => pair[side]);
      await importMail({ ctx, input: { emailAccountId, mails } });
    }
    const first = await listThreads({
      ctx,
      input: { userId, emailAccountId, cursor: null, limit: 2 },
    });
    expect(first.threads.map((thread) => thread.subject)).toEqual([
      'Re: Question 2',
      'Re: Question 1',
    ]);
    expect(first.threads[0]).toMatchObject({ messageCount: 2, wantsAnswer: false });
    const second = await listThreads({
      ctx,
      input: { userId, emailAccountId, cursor: first.nextCursor, limit: 2 },
    });
    expect(second).toMatchObject({ threads: [{ subject: 'Re: Question 0' }], nextCursor: null });
    const threadId = second.threads[0]?.threadId ?? '';
    const thread = await readThread({ ctx, input: { userId, threadId } });
    expect(thread.messages.map(({ isSent, body }) => [isSent, body.split('\n')[0]])).toEqual([
      [false, 'Hi Tom,'],
      [true, 'Hello Marta,'],
    ]);
    expect(thread.answerable).toBe(thread.messages[0]?.id);
  });

  it('tells the writer once at 100 and at every further ten', async () => {
    const { ctx } = test;
    const { userId, emailAccountId, address } = await createWriter(ctx, 99);
    expect(await noticesOf(userId)).toEqual([]);
    const send = (index: number) =>
      importMail({ ctx, input: { emailAccountId, mails: pairOf(address, index) } });
    await send(99);
    await send(99);
    expect(await noticesOf(userId)).toMatchObject([{ kind: 'eligible', readAt: null }]);
    for (let index = 100; index < 109; index += 1) await send(index);
    expect(await noticesOf(userId)).toHaveLength(1);
    await send(109);
    expect((await noticesOf(userId))[0]?.title).toBe(`110 sent mails in ${address}`);
  });

  it('tells only about the last mark that one import passed', async () => {
    const { userId, address } = await createWriter(test.ctx, 127);
    expect((await noticesOf(userId)).map((notice) => notice.title)).toEqual([
      `120 sent mails in ${address}`,
    ]);
  });
});
