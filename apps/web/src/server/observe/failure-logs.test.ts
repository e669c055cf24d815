import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AgentRouter, createAgentCaller } from '@emailai/api/agent/router';
import { newId } from '@emailai/contracts/ids';
import { touchWebhookEndpoint } from '@emailai/db/webhook/touch-webhook-endpoint';
import { createAgentToken } from '@emailai/services/agent/create-agent-token';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { checkEligibility } from '@emailai/services/housekeeping/check-eligibility';
import { keepHouse } from '@emailai/services/housekeeping/keep-house';
import { startHousekeeping } from '@emailai/services/housekeeping/start-housekeeping';
import { sweepJobs } from '@emailai/services/job/sweep-jobs';
import { jsonLog, type LogEntry } from '@emailai/services/log';
import { recordSentMail } from '@emailai/services/mail/record-sent-mail';
import { renderMetrics } from '@emailai/services/metrics/render-metrics';
import { openWebhookReceiver } from '@emailai/services/testing/webhook-receiver';
import { deliverWebhooks } from '@emailai/services/webhook/deliver-webhooks';
import { startWebhookSender } from '@emailai/services/webhook/start-webhook-sender';
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { openRestDesk, type RestDesk, type ScriptingWriter } from '../rest/testing/open-rest-desk';

const KEY = 'a-key-for-outside-workers';
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const FAULT = {
  code: 'internal',
  message: 'It broke.',
  nextStep: 'Retry.',
  retryable: false,
} as const;

let desk: RestDesk;
/** What must stand in no line: tokens, addresses, and words of mails. */
const canaries: string[] = [KEY, SECRET];
beforeAll(async () => {
  const operations = { internalKeys: [KEY], webhook: null, metricsToken: null, retention: {} };
  desk = await openRestDesk({ operations });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => desk.close());

const ctx = () => desk.plane.ctx;
/** As errors of drivers are: they quote what they were given. */
const quoting = (words: string) => new Error(`could not write ${words} for ada@mail.example.org`);

async function writer(): Promise<ScriptingWriter> {
  const made = await desk.writer(100);
  canaries.push(made.token, made.address, 'what about number', 'Marta');
  return made;
}

interface World extends ScriptingWriter {
  jobId: string;
  agentId: string;
  agentToken: string;
  /** The agent's procedures, as over its socket. */
  agent: ReturnType<typeof createAgentCaller>;
  requestId: string;
}

/** A writer, their waiting job, and an agent. */
async function world(): Promise<World> {
  const someone = await writer();
  const { userId, emailAccountId } = someone;
  const order = { userId, emailAccountId, idempotencyKey: newId() };
  const { job } = await startFineTune({ ctx: ctx(), input: order });
  const made = await createAgentToken({ ctx: ctx(), input: { name: 'desk' } });
  canaries.push(made.token);
  const requestId = newId();
  const agent = createAgentCaller({
    services: ctx(),
    agent: { id: made.agentId, name: 'desk' },
    linkId: newId(),
    requestId,
  });
  const ids = { jobId: job.id, agentId: made.agentId, agentToken: made.token, requestId };
  return { ...someone, ...ids, agent };
}

async function claim({ agent, jobId }: World) {
  const { job } = await agent.claim({ claimId: newId(), jobId });
  if (job === null) throw new Error('The job was not to be had.');
  return { jobId, epoch: job.epoch, grant: job.grant };
}

/** One delivery that is due, to an endpoint that refuses it. */
async function dueDelivery(): Promise<{ about: World; deliver: () => Promise<unknown> }> {
  await ctx().db.prisma.webhookDelivery.deleteMany();
  await touchWebhookEndpoint(ctx().db, { now: new Date() });
  const about = await world();
  await ctx().db.prisma.webhookEndpoint.deleteMany();
  const receiver = await openWebhookReceiver((res) => res.writeHead(500).end('Marta says no'));
  const target = { url: receiver.url, secrets: [SECRET], allowPrivate: true };
  const signal = new AbortController().signal;
  return {
    about,
    deliver: () =>
      deliverWebhooks({ ctx: ctx(), input: { target, signal } }).finally(receiver.close),
  };
}

const idsOf = ({ jobId, emailAccountId, agentId, requestId }: World) => ({
  jobId,
  emailAccountId,
  agentId,
  requestId,
});
type Expected = Partial<LogEntry>;

/**
 * Every way in which the server writes that something failed: what leads there, and whom its line must name. An
 * event that is missing here fails the first test.
 */
const TABLE: Record<string, () => Promise<Expected>> = {
  async job_attempt_failed() {
    const about = await world();
    await about.agent.finish({
      ...(await claim(about)),
      outcome: { kind: 'failed', error: FAULT },
    });
    return idsOf(about);
  },
  async job_swept() {
    const about = await world();
    await claim(about);
    await ctx().db.prisma.fineTuningJob.update({
      where: { id: about.jobId },
      data: { leaseUntil: new Date(0) },
    });
    await sweepJobs({ ctx: ctx(), input: {} });
    const { jobId, emailAccountId, agentId } = about;
    return { jobId, emailAccountId, agentId, outcome: 'requeued' };
  },
  async failure_not_told() {
    const about = await world();
    await claim(about);
    await ctx().db.prisma.fineTuningJob.update({
      where: { id: about.jobId },
      data: { leaseUntil: new Date(0), attempts: 9 },
    });
    const { notification } = ctx().db.prisma;
    vi.spyOn(notification, 'createMany').mockRejectedValue(quoting(about.agentToken));
    await sweepJobs({ ctx: ctx(), input: {} });
    return { jobId: about.jobId, emailAccountId: about.emailAccountId };
  },
  async eligibility_check_failed() {
    const { emailAccountId } = await writer();
    await ctx().db.prisma.emailAccount.update({
      where: { id: emailAccountId },
      data: { sentCount: 3 },
    });
    const { emailMessage } = ctx().db.prisma;
    vi.spyOn(emailMessage, 'count').mockRejectedValue(quoting('a count'));
    await ctx().db.prisma.choreRun.deleteMany();
    await keepHouse({ ctx: ctx(), input: { chores: [checkEligibility] } });
    vi.restoreAllMocks();
    await recordSentMail({ ctx: ctx(), input: { emailAccountId } });
    return { emailAccountId };
  },
  async chore_failed() {
    const chore = {
      name: 'breaks',
      everyMs: () => null,
      run: () => Promise.reject(quoting(SECRET)),
    };
    await keepHouse({ ctx: ctx(), input: { chores: [chore] } });
    return { chore: 'breaks' };
  },
  async housekeeping_taken_over() {
    const slow = { ...ctx(), intervals: { ...ctx().intervals, housekeeperSilenceMs: 50 } };
    const silent = {
      name: 'silent',
      everyMs: () => null,
      // Until the database has ended the session that holds the lock.
      async run() {
        const held = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted`;
        const isHeld = async () => (await ctx().db.pool.query(held)).rowCount;
        await vi.waitFor(async () => expect(await isHeld()).toBe(0), { timeout: 5_000 });
        return {};
      },
    };
    const next = { ...silent, name: 'next', run: async () => ({}) };
    await keepHouse({ ctx: slow, input: { chores: [silent, next] } });
    return { chore: 'next' };
  },
  async housekeeping_failed() {
    vi.spyOn(ctx().db.pool, 'connect').mockImplementation(() => Promise.reject(quoting('a lock')));
    const eager = { ...ctx(), intervals: { ...ctx().intervals, sweepMs: 1 } };
    const keeper = startHousekeeping(eager, []);
    await vi.waitFor(() => expect(find('housekeeping_failed')).toBeDefined());
    await keeper.close();
    return {};
  },
  async webhook_attempt_failed() {
    const { about, deliver } = await dueDelivery();
    await deliver();
    const { jobId, emailAccountId } = about;
    return { jobId, emailAccountId, status: 500, fault: 'not_accepted' };
  },
  async webhook_given_up() {
    const { about, deliver } = await dueDelivery();
    await ctx().db.prisma.webhookDelivery.updateMany({ data: { occurredAt: new Date(0) } });
    await deliver();
    return { jobId: about.jobId, emailAccountId: about.emailAccountId };
  },
  async webhook_sender_failed() {
    const target = { url: new URL('https://hooks.test'), secrets: [SECRET], allowPrivate: false };
    vi.spyOn(ctx().db.pool, 'query').mockImplementation(() => Promise.reject(quoting(SECRET)));
    const sender = startWebhookSender(ctx(), target);
    await vi.waitFor(() => expect(find('webhook_sender_failed')).toBeDefined());
    await sender.close();
    return {};
  },
  async metrics_without_database() {
    vi.spyOn(ctx().db.pool, 'query').mockImplementation(() => Promise.reject(quoting(SECRET)));
    await renderMetrics({ ctx: ctx(), input: {} });
    return {};
  },
  async request_failed() {
    const about = await world();
    const { fineTuningJob } = ctx().db.prisma;
    vi.spyOn(fineTuningJob, 'findFirst').mockRejectedValue(quoting(about.token));
    const answer = await desk.ask('GET', `/v1/fine_tuning/jobs/${about.jobId}`, about);
    expect(answer.status).toBe(500);
    return { requestId: String(answer.headers['x-request-id']) };
  },
  async upgrade_failed() {
    const { agentToken } = await world();
    vi.spyOn(ctx().db.prisma.agent, 'findUnique').mockRejectedValue(quoting(agentToken));
    const socket = connect(desk.plane.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
    const lines = [...upgrade, key, 'Host: localhost', `Authorization: Bearer ${agentToken}`];
    socket.write(`GET /ws/agent HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    await vi.waitFor(() => expect(find('upgrade_failed')).toBeDefined());
    socket.destroy();
    return { requestId: expect.stringMatching(/^[a-z0-9]{20}$/), path: '/ws/agent' };
  },
};

/** Of connections as a whole, which are nobody's; their own tests cut them. */
const OF_NOBODY = [
  'database_connection_lost',
  'job_listener_lost',
  'agent_note_not_sent',
  'draft_outbox_failed',
];
/** Told with their one id where they are written. */
const ELSEWHERE = ['agent_leave_failed', 'job_feed_read_failed'];

let since = 0;
const find = (event: string) => desk.logged.slice(since).find((entry) => entry.event === event);

describe('what fails is written down', () => {
  it('in every place that stands in the table', () => {
    const known = [...Object.keys(TABLE), ...OF_NOBODY, ...ELSEWHERE];
    expect([...new Set(eventsInSources())].sort()).toEqual(known.sort());
  });

  it.each(Object.keys(TABLE))('%s, with the ids of whom it is about', async (event) => {
    since = desk.logged.length;
    const expected = await TABLE[event]?.();
    const entry = find(event);
    expect(entry).toBeDefined();
    expect(entry).toMatchObject(expected ?? {});
  });

  it('with the request, the agent and the job where a procedure breaks', async () => {
    const about = await world();
    const held = await claim(about);
    const client = createWSClient({
      url: `ws://127.0.0.1:${desk.plane.port}/ws/agent`,
      WebSocket: socketWith({ authorization: `Bearer ${about.agentToken}` }),
    });
    const agent = createTRPCClient<AgentRouter>({ links: [wsLink({ client })] });
    await agent.heartbeat.mutate({ running: [held] });
    since = desk.logged.length;
    const { grant, ...fence } = held;
    vi.spyOn(ctx().jobGrants, 'check').mockImplementation(() => {
      throw quoting(grant);
    });
    canaries.push(grant);
    const report = agent.report.mutate({ ...fence, grant, fromSeq: 0, events: [] });
    await expect(report).rejects.toThrow('Something went wrong on our side');
    const { jobId, agentId } = about;
    const requestId = expect.stringMatching(/^[a-z0-9]{20}$/);
    expect(find('request_failed')).toMatchObject({ requestId, agentId, jobId, path: 'report' });
    client.close();

    since = desk.logged.length;
    const input = encodeURIComponent(JSON.stringify({ emailAccountId: about.emailAccountId }));
    await fetch(`${desk.base}/api/trpc/fineTune.read?input=${input}`);
    const { emailAccountId } = about;
    expect(find('request_refused')).toMatchObject({
      requestId,
      emailAccountId,
      code: 'unauthenticated',
    });
  });

  it('when a webhook is refused, and where a writer may not', async () => {
    since = desk.logged.length;
    const about = await world();
    const update = { jobId: about.jobId, status: 'TRAINING' };
    await desk.ask('POST', '/api/webhooks/fine-tuning', { token: KEY, body: update });
    await desk.ask('GET', `/v1/fine_tuning/jobs/${about.jobId}/events`, await writer());
    expect(
      desk.logged.slice(since).filter(({ event }) => event === 'request_refused'),
    ).toMatchObject([
      {
        requestId: expect.any(String),
        code: 'lost',
        jobId: about.jobId,
        path: '/api/webhooks/fine-tuning',
      },
      { requestId: expect.any(String), code: 'not_found', jobId: about.jobId },
    ]);
  });

  it('without a token, an address or a word of a mail', () => {
    const lines: string[] = [];
    const write = jsonLog((line) => lines.push(line));
    for (const entry of desk.logged) write(entry);
    expect(lines.length).toBeGreaterThan(Object.keys(TABLE).length);
    const text = lines.join('\n');
    expect([...new Set(canaries)].filter((canary) => text.includes(canary))).toEqual([]);
    expect(text).not.toContain('@mail.example.org');
  });
});

/** Every event that our sources log as a warning or an error. */
function eventsInSources(): string[] {
  const root = fileURLToPath(new URL('../../../../../', import.meta.url));
  const folders = ['packages/services/src', 'packages/api/src', 'apps/web/src/server'];
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing\//.test(file))
      .flatMap((file) => eventsIn(readFileSync(join(root, folder, file), 'utf8'))),
  );
}

function eventsIn(source: string): string[] {
  const calls = source.matchAll(/level:([^,]+),\s*event:([^,}\n]+)/g);
  return [...calls].flatMap(([, level = '', event = '']) =>
    /'(warn|error)'/.test(level)
      ? [...event.matchAll(/'(\w+)'/g)].map(([, name = '']) => name)
      : [],
  );
}

/** What the client takes for the browser's own, with headers that a browser could not send. */
function socketWith(headers: Record<string, string>) {
  const Socket = class extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers });
    }
  };
  return Socket as unknown as typeof globalThis.WebSocket;
}
