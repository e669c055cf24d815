import { newId } from '@emailai/contracts/ids';
import { runExclusively } from '@emailai/db/housekeeping/run-exclusively';
import { touchWebhookEndpoint } from '@emailai/db/webhook/touch-webhook-endpoint';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { leaveAgent } from '../agent/leave-agent';
import { composeServices, type Services } from '../compose-services';
import type { ServiceContext } from '../context';
import { cancelFineTune } from '../fine-tune/cancel-fine-tune';
import { importMail } from '../mail/import-mail';
import { listNotifications } from '../notification/list-notifications';
import {
  createAgent,
  createWriter,
  openTestServices,
  pairOf,
  type TestServices,
} from '../testing/open-test-services';
import { claimed, deploying, step, TRAINED, waitingJob } from '../testing/work-job';
import { applyRetention } from './apply-retention';
import { checkEligibility } from './check-eligibility';
import type { Chore } from './chore';
import { keepHouse } from './keep-house';
import { DEFAULT_RETENTION, TELL_WITHIN_MS } from './retention';
import { startHousekeeping } from './start-housekeeping';
import { tellFailures } from './tell-failures';

const DAY_MS = 24 * 3_600_000;

let test: TestServices;
const instances: Services[] = [];
beforeAll(async () => {
  test = await openTestServices({ housekeeperSilenceMs: 400 });
});
afterEach(async () => {
  await Promise.all(instances.splice(0).map((instance) => instance.close()));
  await test.ctx.db.prisma.choreRun.deleteMany();
});
afterAll(() => test.close());

/** The same services by another clock. */
const at = (now: Date): ServiceContext => ({ ...test.ctx, now: () => now });
const inDays = (days: number) => at(new Date(Date.now() + days * DAY_MS));
const keep = (ctx: ServiceContext, ...chores: Chore[]) => keepHouse({ ctx, input: { chores } });

const chore = (over: Partial<Chore>): Chore => ({
  name: `test_${newId()}`,
  everyMs: () => null,
  run: async () => ({}),
  ...over,
});

describe('the lock', () => {
  it('lets one of two housekeepers work and sends the other away', async () => {
    const other = composeServices({
      databaseUrl: test.ctx.db.url,
      vault: test.ctx.vault,
      log: () => undefined,
      keepsHouse: false,
    });
    instances.push(other);
    let finish: () => void = () => undefined;
    let began: () => void = () => undefined;
    const isWorking = new Promise<void>((resolve) => {
      began = resolve;
    });
    const slow = chore({
      run: () =>
        new Promise((resolve) => {
          finish = () => resolve({});
          began();
        }),
    });
    const first = keep(test.ctx, slow);
    await isWorking;
    const run = vi.fn(async () => ({}));
    expect(await keep(other.ctx, chore({ run }))).toBeNull();
    expect(run).not.toHaveBeenCalled();
    finish();
    expect(await first).toEqual({ done: [slow.name], failed: [] });
    expect(await keep(other.ctx, chore({ run }))).toMatchObject({ failed: [] });
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('is taken from one that has fallen silent, who then hears of it', async () => {
    const { db } = test.ctx;
    const lock = { lockId: 4_711, silenceMs: 100 };
    const answer = await runExclusively(db, lock, async (hold) => {
      expect(await hold.stillHeld()).toBe(true);
      // Says nothing, as a frozen process would, until another one has the lock.
      const taken = () => runExclusively(db, lock, async () => 'taken');
      await vi.waitFor(async () => expect(await taken()).toBe('taken'), { timeout: 5_000 });
      return hold.stillHeld();
    });
    expect(answer).toBe(false);
    expect(await runExclusively(db, lock, async () => 'free')).toBe('free');
  });

  it('keeps two housekeepers with small intervals from ever working at once', async () => {
    let atWork = 0;
    let rounds = 0;
    const most = { atWork: 0 };
    const chores = [
      chore({
        async run({ stillHeld }) {
          atWork += 1;
          most.atWork = Math.max(most.atWork, atWork);
          await stillHeld();
          atWork -= 1;
          rounds += 1;
          return {};
        },
      }),
    ];
    const ctx = { ...test.ctx, intervals: { ...test.ctx.intervals, sweepMs: 1 } };
    const keepers = [startHousekeeping(ctx, chores), startHousekeeping(ctx, chores)];
    await vi.waitFor(() => expect(rounds).toBeGreaterThan(30), { timeout: 10_000 });
    await Promise.all(keepers.map((keeper) => keeper.close()));
    const before = rounds;
    expect(most.atWork).toBe(1);
    expect(await keep(test.ctx, ...chores)).toMatchObject({ failed: [] });
    expect(rounds).toBe(before + 1);
  });
});

describe('a chore', () => {
  it('with a rhythm runs once in it, whoever asks and whenever they were started', async () => {
    const run = vi.fn(async () => ({}));
    const daily = chore({ everyMs: () => DAY_MS, run });
    for (const days of [0, 0.5, 0.9, 1, 1.5, 2.1]) await keep(inDays(days), daily);
    expect(run).toHaveBeenCalledTimes(3);
  });

  it('that fails is written down, stops no other, and is tried again soon', async () => {
    const run = vi.fn(async () => ({}));
    const failing = chore({
      everyMs: () => DAY_MS,
      run: () => Promise.reject(new Error('broken')),
    });
    const kept = await keep(test.ctx, failing, chore({ run }));
    expect(kept).toMatchObject({ failed: [failing.name] });
    expect(run).toHaveBeenCalledTimes(1);
    expect(test.logged).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'chore_failed', chore: failing.name }),
    );
    expect(await keep(test.ctx, failing)).toEqual({ done: [], failed: [] });
    expect(await keep(inDays(1 / 24), failing)).toMatchObject({ failed: [failing.name] });
  });
});

describe('failures nobody was told of', () => {
  it('are told by a later round, once', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx);
    const waiting = await waitingJob(ctx);
    const job = await claimed(ctx, agent, waiting.jobId);
    const down = vi
      .spyOn(ctx.db.prisma.notification, 'createMany')
      .mockRejectedValue(new Error('connection lost'));
    const error = {
      code: 'disk_full',
      message: 'The disk is full.',
      nextStep: 'Make room.',
      retryable: false,
    } as const;
    await expect(job.finish({ kind: 'failed', error })).rejects.toThrow('connection lost');
    expect(await keep(ctx, tellFailures)).toMatchObject({ done: ['tell_failures'] });
    expect(test.logged).toContainEqual(
      expect.objectContaining({ event: 'failure_not_told', jobId: waiting.jobId }),
    );
    down.mockRestore();
    for (const days of [1, 2, 3]) await keep(inDays(days), tellFailures);
    const { notifications } = await listNotifications({ ctx, input: waiting });
    expect(notifications.filter(({ kind }) => kind === 'job_failed')).toMatchObject([
      { body: 'The disk is full. Make room.' },
    ]);
    await leaveAgent({ ctx, input: { agentId: agent.id } });
  });

  it('are not told again when their notice has gone by age', () => {
    expect(TELL_WITHIN_MS).toBeLessThan(DEFAULT_RETENTION.readNoticesMs);
    expect(TELL_WITHIN_MS).toBeLessThan(DEFAULT_RETENTION.unreadNoticesMs);
    expect(TELL_WITHIN_MS).toBeLessThan(DEFAULT_RETENTION.jobEventsMs);
  });
});

describe('the daily look at every mailbox', () => {
  it('tells of marks that were passed unseen, and corrects the counts', async () => {
    const { ctx } = test;
    const [passed, short] = [await createWriter(ctx, 99), await createWriter(ctx, 3)];
    // Twelve more by a way that counted nothing.
    for (let nth = 200; nth < 212; nth += 1) {
      const [, { messageId }] = pairOf(passed.address, nth);
      const like = await ctx.db.prisma.emailMessage.findFirstOrThrow({
        where: { emailAccountId: passed.emailAccountId, isSent: true },
      });
      const { to, cc, markers, ...columns } = like;
      await ctx.db.prisma.emailMessage.create({
        data: { ...columns, id: newId(), messageId: messageId ?? '', to: [], cc: [], markers: {} },
      });
    }
    await keep(ctx, checkEligibility);
    const told = async ({ userId }: { userId: string }) =>
      (await listNotifications({ ctx, input: { userId } })).notifications.map(({ title }) => title);
    expect(await told(passed)).toEqual([`110 sent mails in ${passed.address}`]);
    expect(await told(short)).toEqual([]);
    const row = await ctx.db.prisma.emailAccount.findUniqueOrThrow({
      where: { id: passed.emailAccountId },
    });
    expect(row.sentCount).toBe(111);
    await keep(inDays(1.1), checkEligibility);
    expect(await told(passed)).toHaveLength(1);
  });

  it('finds a mark again that could not be told', async () => {
    const { ctx } = test;
    const { userId, emailAccountId, address } = await createWriter(ctx, 99);
    const down = vi
      .spyOn(ctx.db.prisma.notification, 'createMany')
      .mockRejectedValueOnce(new Error('connection lost'));
    const mails = pairOf(address, 99);
    const importing = importMail({ ctx, input: { emailAccountId, mails } });
    await expect(importing).rejects.toThrow('connection lost');
    down.mockRestore();
    await keep(ctx, checkEligibility);
    const { notifications } = await listNotifications({ ctx, input: { userId } });
    expect(notifications.map(({ title }) => title)).toEqual([`100 sent mails in ${address}`]);
  });
});

describe('retention', () => {
  it('takes what is old, of each kind, and leaves what is not', async () => {
    const { ctx } = test;
    const { prisma } = ctx.db;
    const { userId } = await createWriter(ctx);
    const notice = (noticeKey: string, createdAt: Date, readAt: Date | null) =>
      prisma.notification.create({
        data: {
          id: newId(),
          userId,
          kind: 'eligible',
          title: 't',
          body: 'b',
          noticeKey,
          createdAt,
          readAt,
        },
      });
    const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
    await notice('read long ago', ago(100), ago(91));
    await notice('read lately', ago(400), ago(89));
    await notice('never read', ago(366), null);
    await notice('not read yet', ago(364), null);
    await prisma.webhookReceipt.createMany({
      data: [
        { id: 'old', bodyHash: 'x', receivedAt: ago(1.1) },
        { id: 'new', bodyHash: 'x', receivedAt: ago(0.9) },
      ],
    });
    await keep(ctx, applyRetention);
    const kept = await prisma.notification.findMany({ where: { userId } });
    expect(kept.map(({ noticeKey }) => noticeKey).sort()).toEqual(['not read yet', 'read lately']);
    expect((await prisma.webhookReceipt.findMany()).map(({ id }) => id)).toEqual(['new']);
  });

  it('ends deliveries that are settled or orphaned, and the wish for them', async () => {
    const { ctx } = test;
    const { prisma } = ctx.db;
    await touchWebhookEndpoint(ctx.db, { now: new Date() });
    await waitingJob(ctx);
    await keep(inDays(1.9), applyRetention);
    expect(await prisma.webhookEndpoint.count()).toBe(1);
    expect(await prisma.webhookDelivery.count()).toBe(1);
    await keep(inDays(7.1), applyRetention);
    expect(await prisma.webhookEndpoint.count()).toBe(0);
    expect(await prisma.webhookDelivery.count()).toBe(0);
  });

  it('thins the logs of jobs that ended long ago to what they went through', async () => {
    const { ctx } = test;
    const agent = await createAgent(ctx);
    const ended = await waitingJob(ctx);
    const job = await claimed(ctx, agent, ended.jobId);
    await job.report(0, [...TRAINED, step(7), step(9)]);
    await cancelFineTune({ ctx, input: ended });
    await job.finish({ kind: 'cancelled' });
    const running = await waitingJob(ctx);
    const held = await deploying(ctx, agent, running.jobId);
    const typesOf = async (jobId: string) =>
      (await ctx.db.prisma.jobEvent.findMany({ where: { jobId }, orderBy: { seq: 'asc' } })).map(
        ({ type }) => type,
      );
    const whole = await typesOf(ended.jobId);
    await keep(inDays(179), applyRetention);
    expect(await typesOf(ended.jobId)).toEqual(whole);
    await keep(inDays(181), applyRetention);
    expect(await typesOf(ended.jobId)).toEqual([
      'created',
      'claimed',
      'preparing',
      'training',
      'cancelRequested',
      'cancelled',
    ]);
    expect(await typesOf(running.jobId)).toContain('step');
    await held.finish({ kind: 'cancelled' });
    await leaveAgent({ ctx, input: { agentId: agent.id } });
  });
});
