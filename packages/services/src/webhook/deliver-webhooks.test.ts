import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { newId } from '@emailai/contracts/ids';
import { touchWebhookEndpoint } from '@emailai/db/webhook/touch-webhook-endpoint';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { composeServices, type Services } from '../compose-services';
import { cancelFineTune } from '../fine-tune/cancel-fine-tune';
import type { Intervals } from '../intervals';
import {
  createAgent,
  openTestServices,
  type TestAgent,
  type TestServices,
} from '../testing/open-test-services';
import { openWebhookReceiver, type WebhookReceiver } from '../testing/webhook-receiver';
import { claimed, completed, deploying, waitingJob } from '../testing/work-job';
import { deliverWebhooks } from './deliver-webhooks';
import type { WebhookTarget } from './webhook-target';

const SECRET = `whsec_${Buffer.from('a secret of the tests, 32 bytes!').toString('base64')}`;
const OTHER_SECRET = `whsec_${Buffer.from('another one, while it is changed').toString('base64')}`;

let test: TestServices;
let agent: TestAgent;
const open: WebhookReceiver[] = [];
const instances: Services[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  // Pauses so long that a test decides when the next attempt is due.
  test = await openTestServices({ webhookTimeoutMs: 300, webhookRetryMs: 600_000 });
  agent = await createAgent(test.ctx);
});
beforeEach(async () => {
  await touchWebhookEndpoint(test.ctx.db, { now: new Date() });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(instances.splice(0).map((instance) => instance.close()));
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
  await test.ctx.db.prisma.webhookDelivery.deleteMany();
});
afterAll(() => test.close());

const receiver = async (...args: Parameters<typeof openWebhookReceiver>) => {
  const opened = await openWebhookReceiver(...args);
  open.push(opened);
  return opened;
};
const targetOf = (to: { url: URL }, over: Partial<WebhookTarget> = {}): WebhookTarget => ({
  url: to.url,
  secrets: [SECRET],
  allowPrivate: true,
  ...over,
});
const deliver = (target: WebhookTarget) =>
  deliverWebhooks({ ctx: test.ctx, input: { target, signal: new AbortController().signal } });
const rows = () =>
  test.ctx.db.prisma.webhookDelivery.findMany({ orderBy: [{ jobId: 'asc' }, { seq: 'asc' }] });
/** The only delivery there is. */
const onlyRow = () => test.ctx.db.prisma.webhookDelivery.findFirstOrThrow();
const makeDue = () =>
  test.ctx.db.prisma.webhookDelivery.updateMany({ data: { nextAttemptAt: new Date(0) } });

/** One more process on the same database that delivers. */
function startInstance(target: WebhookTarget, intervals: Partial<Intervals> = {}): Services {
  const services = composeServices({
    databaseUrl: test.ctx.db.url,
    vault: test.ctx.vault,
    log: (entry) => test.logged.push(entry),
    intervals: { ...test.ctx.intervals, webhookPollMs: 5, ...intervals },
    webhook: target,
    keepsHouse: false,
  });
  instances.push(services);
  return services;
}

describe('the outbox', () => {
  it('gets one row for each thing that happened to a job, by the statement that wrote it', async () => {
    const waiting = await waitingJob(test.ctx);
    const job = await deploying(test.ctx, agent, waiting.jobId);
    await job.finish(completed(1));
    const cancelled = await waitingJob(test.ctx);
    await cancelFineTune({ ctx: test.ctx, input: cancelled });
    const failed = await waitingJob(test.ctx);
    const error = { code: 'internal', message: 'm', nextStep: 'n', retryable: false } as const;
    await (await claimed(test.ctx, agent, failed.jobId)).finish({ kind: 'failed', error });
    const typesOf = async (jobId: string) =>
      (await rows()).filter((row) => row.jobId === jobId).map(({ type }) => type);
    const named = (...ends: string[]) => ends.map((end) => `fine_tuning.job.${end}`);
    expect(await typesOf(waiting.jobId)).toEqual(named('created', 'running', 'succeeded'));
    expect(await typesOf(cancelled.jobId)).toEqual(named('created', 'cancelled'));
    expect(await typesOf(failed.jobId)).toEqual(named('created', 'running', 'failed'));
  });

  it('stays empty where nobody delivers', async () => {
    await test.ctx.db.prisma.webhookEndpoint.deleteMany();
    await waitingJob(test.ctx);
    expect(await rows()).toEqual([]);
  });

  it('goes with its mailbox', async () => {
    const { emailAccountId } = await waitingJob(test.ctx);
    await test.ctx.db.prisma.emailAccount.delete({ where: { id: emailAccountId } });
    expect(await rows()).toEqual([]);
  });
});

describe('a delivery', () => {
  it('is a thin event, signed so that anybody with the secret can tell', async () => {
    const to = await receiver();
    const { jobId, emailAccountId, address } = await waitingJob(test.ctx);
    expect(await deliver(targetOf(to))).toEqual({ attempted: 1 });
    const [got] = to.received;
    if (got === undefined) throw new Error('nothing arrived');
    expect(got.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': `evt_${jobId}_1`,
    });
    const event = new Webhook(SECRET).verify(got.body, got.headers as Record<string, string>);
    const row = await onlyRow();
    expect(event).toEqual({
      id: `evt_${jobId}_1`,
      object: 'event',
      type: 'fine_tuning.job.created',
      created_at: Math.floor(row.occurredAt.getTime() / 1_000),
      data: { id: jobId, seq: 1, email_account_id: emailAccountId },
    });
    expect(JSON.stringify(got)).not.toContain(address);
    expect(row).toMatchObject({ deliveredAt: expect.any(Date), lastStatus: 204, lastFault: null });
    await makeDue();
    expect(await deliver(targetOf(to))).toEqual({ attempted: 0 });
  });

  it('carries a signature by each secret while one is being changed', async () => {
    const to = await receiver();
    await waitingJob(test.ctx);
    await deliver(targetOf(to, { secrets: [OTHER_SECRET, SECRET] }));
    const [got] = to.received;
    for (const secret of [SECRET, OTHER_SECRET]) {
      new Webhook(secret).verify(got?.body ?? '', got?.headers as Record<string, string>);
    }
    const stranger = new Webhook(`whsec_${Buffer.from(newId()).toString('base64')}`);
    expect(() => stranger.verify(got?.body ?? '', got?.headers as Record<string, string>)).toThrow(
      'No matching signature',
    );
  });

  it('is repeated under one id until the other side takes it', async () => {
    const to = await receiver((res, nth) => res.writeHead(nth <= 4 ? 500 : 200).end('no'));
    const { jobId } = await waitingJob(test.ctx);
    for (let time = 1; time <= 5; time += 1) {
      await makeDue();
      await deliver(targetOf(to));
      const { attempts, lastStatus, lastFault } = await onlyRow();
      expect({ attempts, lastStatus, lastFault }).toEqual(
        time <= 4
          ? { attempts: time, lastStatus: 500, lastFault: 'not_accepted' }
          : { attempts: 5, lastStatus: 200, lastFault: null },
      );
    }
    expect(new Set(to.received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([`evt_${jobId}_1`]),
    );
    expect((await onlyRow()).deliveredAt).not.toBeNull();
  });

  it('does not wait for who never answers, and says so', async () => {
    const to = await receiver(() => undefined);
    const { jobId, emailAccountId } = await waitingJob(test.ctx);
    const startedMs = Date.now();
    await deliver(targetOf(to));
    expect(Date.now() - startedMs).toBeLessThan(5_000);
    expect(await onlyRow()).toMatchObject({ lastStatus: null, lastFault: 'timeout', attempts: 1 });
    expect(test.logged).toContainEqual(
      expect.objectContaining({
        event: 'webhook_attempt_failed',
        jobId,
        emailAccountId,
        fault: 'timeout',
      }),
    );
  });

  it('does not read what is answered', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const to = await receiver((res) => {
      closed = once(res, 'close');
      res.writeHead(200).flushHeaders();
      res.write('x'.repeat(1_000));
    });
    await waitingJob(test.ctx);
    await deliver(targetOf(to));
    expect((await onlyRow()).deliveredAt).not.toBeNull();
    await closed;
  });

  it('is given up after a day, and that is an error in the log', async () => {
    const to = await receiver((res) => res.writeHead(503).end());
    const { jobId } = await waitingJob(test.ctx);
    await test.ctx.db.prisma.webhookDelivery.updateMany({
      data: { occurredAt: new Date(Date.now() - test.ctx.intervals.webhookGiveUpMs) },
    });
    await deliver(targetOf(to));
    expect(await onlyRow()).toMatchObject({ gaveUpAt: expect.any(Date), deliveredAt: null });
    expect(test.logged.at(-1)).toMatchObject({ level: 'error', event: 'webhook_given_up', jobId });
    await makeDue();
    expect(await deliver(targetOf(to))).toEqual({ attempted: 0 });
  });
});

describe('a delivery leads nowhere else', () => {
  it('follows no redirect, least of all into this machine', async () => {
    const inside = await receiver();
    const to = await receiver((res) => res.writeHead(307, { Location: inside.url.href }).end());
    await waitingJob(test.ctx);
    await deliver(targetOf(to));
    expect(inside.received).toEqual([]);
    expect(await onlyRow()).toMatchObject({ lastStatus: 307, lastFault: 'redirect' });
  });

  it.each([
    ['a private address', (port: number) => new URL(`http://127.0.0.1:${port}/`), []],
    ['its decimal form', (port: number) => new URL(`http://2130706433:${port}/`), []],
    ['IPv4 in IPv6', (port: number) => new URL(`http://[::ffff:127.0.0.1]:${port}/`), []],
    ['a name for it', (port: number) => new URL(`http://hooks.test:${port}/`), ['127.0.0.1']],
    ['metadata', () => new URL('http://metadata.test/latest'), ['169.254.169.254']],
    ['one private among public', () => new URL('http://hooks.test/'), ['8.8.8.8', '10.0.0.1']],
  ])('refuses %s', async (_, urlOf, addresses) => {
    const inside = await receiver();
    await waitingJob(test.ctx);
    const resolve = async () => addresses.map((address) => ({ address, family: 4 as const }));
    await deliver(targetOf({ url: urlOf(inside.port) }, { allowPrivate: false, resolve }));
    expect(inside.received).toEqual([]);
    expect(await onlyRow()).toMatchObject({ lastStatus: null, lastFault: 'address_refused' });
  });

  it('connects to the address it looked at, though the name means another one by then', async () => {
    const to = await receiver();
    const looked: string[] = [];
    const answers = ['127.0.0.1', '127.0.0.2'];
    const resolve = async (host: string) => {
      looked.push(host);
      return [{ address: answers[looked.length - 1] ?? '', family: 4 as const }];
    };
    await waitingJob(test.ctx);
    await deliver(targetOf({ url: new URL(`http://hooks.test:${to.port}/x`) }, { resolve }));
    expect(looked).toEqual(['hooks.test']);
    expect(to.received[0]?.headers.host).toBe(`hooks.test:${to.port}`);
  });

  it('has no address where the name has none', async () => {
    await waitingJob(test.ctx);
    const resolve = () => Promise.reject(new Error('ENOTFOUND'));
    await deliver(targetOf({ url: new URL('http://hooks.test/') }, { resolve }));
    expect(await onlyRow()).toMatchObject({ lastFault: 'unresolved' });
  });
});

describe('several instances', () => {
  it('deliver each event once between them', async () => {
    const to = await receiver();
    const target = targetOf(to);
    const [one, two] = [startInstance(target), startInstance(target)];
    const jobs = [];
    for (let nth = 0; nth < 8; nth += 1) jobs.push(await waitingJob(test.ctx));
    await Promise.all(jobs.map((job) => cancelFineTune({ ctx: test.ctx, input: job })));
    await vi.waitFor(
      async () =>
        expect((await rows()).filter(({ deliveredAt }) => deliveredAt !== null)).toHaveLength(16),
      { timeout: 10_000 },
    );
    const ids = to.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(16);
    expect(new Set(ids).size).toBe(16);
    await Promise.all([one.close(), two.close()]);
    instances.length = 0;
  });

  it('send again, under the same id, what one had sent when it was killed', async () => {
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const to = await receiver((res, nth) => {
      // The first is received and worked on; its sender never hears so.
      if (nth === 1) arrive();
      else res.writeHead(200).end();
    });
    const { jobId } = await waitingJob(test.ctx);
    const program = fileURLToPath(new URL('../testing/webhook-sender-process.ts', import.meta.url));
    const dying = spawn(
      process.execPath,
      ['--import', 'tsx', program, test.ctx.db.url, to.url.href, SECRET],
      { stdio: 'ignore' },
    );
    children.push(dying);
    const died = once(dying, 'exit');
    await arrived;
    dying.kill('SIGKILL');
    await died;
    expect(await onlyRow()).toMatchObject({ attempts: 1, deliveredAt: null, lastFault: null });
    startInstance(targetOf(to));
    await vi.waitFor(async () => expect((await onlyRow()).deliveredAt).not.toBeNull(), {
      timeout: 10_000,
    });
    const ids = to.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([`evt_${jobId}_1`, `evt_${jobId}_1`]);
  });
});
