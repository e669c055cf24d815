import { newId } from '@emailai/contracts/ids';
import type { AgentEvent } from '@emailai/contracts/job/events';
import { createAgentToken } from '@emailai/services/agent/create-agent-token';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { DEFAULT_INTERVALS } from '@emailai/services/intervals';
import { claimJob } from '@emailai/services/job/claim-job';
import { reportEvents } from '@emailai/services/job/report-events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { ControlPlane } from './start-control-plane';
import {
  openAgentLink,
  openBrowser,
  openPlanes,
  type SignedIn,
  signUp,
  type TestBrowser,
  type TestPlanes,
} from './testing/open-planes';
import { openTcpProxy } from './testing/open-tcp-proxy';

/** A twentieth of what is said in production. */
const TIMES = { pingMs: 250, pongMs: 225, openMs: 2_000 };
const PINGS = { socketPingMs: TIMES.pingMs, socketPongMs: TIMES.pongMs };

/** A machine may be busy with other things. */
const PATIENCE = { timeout: 20_000 };

let planes: TestPlanes;
let plane: ControlPlane;
let writer: SignedIn;
beforeAll(async () => {
  planes = await openPlanes({ drainSocketsMs: 200 });
  plane = await planes.start();
  writer = await signUp(plane);
});
afterAll(() => planes.close());

const step = (at: number): AgentEvent => ({
  type: 'step',
  step: at,
  totalSteps: 1_000_000,
  epoch: 1,
  loss: 2,
  tokensPerSecond: 100,
  etaSeconds: 1,
  costUsd: 0,
});

/** A job of the writer's that an agent trains, and how more steps of it are written. */
async function trainingJob(owner: SignedIn) {
  const { ctx } = plane;
  const input = { ...owner, idempotencyKey: newId() };
  const { job } = await startFineTune({ ctx, input });
  const { agentId, name } = await createAgentToken({ ctx, input: { name: 'desk' } });
  const agent = { id: agentId, name };
  const claim = { agent, claimId: newId(), jobId: job.id };
  const { job: claimed } = await claimJob({ ctx, input: claim });
  if (claimed === null) throw new Error('The job was not to be had.');
  const { epoch, grant } = claimed;
  let said = 0;
  const report = async (events: AgentEvent[]) => {
    const fromSeq = said;
    said += events.length;
    const batch = { agent, jobId: job.id, epoch, grant, fromSeq, events };
    const { expectedSeq } = await reportEvents({ ctx, input: batch });
    expect(expectedSeq).toBe(said);
  };
  await report([{ type: 'preparing' }, { type: 'training' }]);
  return {
    jobId: job.id,
    /** Claim, creation and what the agent has said. */
    events: () => said + 2,
    steps: (count: number) => report(Array.from({ length: count }, (_, at) => step(said + at))),
  };
}

function follow({ client }: TestBrowser, jobId: string): number[] {
  const seqs: number[] = [];
  client.fineTune.events.subscribe({ jobId }, { onData: ({ data }) => seqs.push(data.seq) });
  return seqs;
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** A bare socket of the writer's, and the code it is closed with. */
async function bareSocket(cookie: string) {
  const { port } = plane;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/app`, {
    headers: { cookie, origin: `http://127.0.0.1:${port}` },
  });
  socket.on('error', () => undefined);
  socket.on('message', (data) => {
    if (String(data) === 'PING') socket.send('PONG');
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_, answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
  });
  return { socket, closed, status };
}

async function openSockets({ ctx }: ControlPlane): Promise<number> {
  const text = await ctx.metrics.render(null);
  return Number(/^emailai_sockets_open\{kind="app"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

describe('a half-open connection', () => {
  it('is noticed within ten seconds by the times that are said in production', () => {
    const { socketPingMs, socketPongMs } = DEFAULT_INTERVALS;
    expect(socketPingMs + socketPongMs).toBeLessThanOrEqual(10_000);
  });

  it('is noticed at both ends, and its stream goes on over the next one without a gap', async () => {
    const job = await trainingJob(writer);
    const pinging = await planes.start({ intervals: PINGS });
    const proxy = await openTcpProxy(pinging.port);
    const origin = `http://127.0.0.1:${pinging.port}`;
    const page = openBrowser(() => ({ port: proxy.port, origin }), writer, TIMES);
    const seqs = follow(page, job.jobId);
    await vi.waitFor(() => expect(seqs).toEqual(upTo(4)), PATIENCE);
    expect(await openSockets(pinging)).toBe(1);

    proxy.silence();
    const silentAtMs = performance.now();
    await job.steps(10);
    await vi.waitFor(async () => expect(await openSockets(pinging)).toBe(0), PATIENCE);
    expect(performance.now() - silentAtMs).toBeLessThan(5_000);
    proxy.mend();
    await job.steps(10);
    await vi.waitFor(() => expect(seqs).toEqual(upTo(job.events())), PATIENCE);
    await page.close();
    await proxy.close();
  });
});

describe('a server that stops', () => {
  it('sends pages and agents elsewhere, with no event lost or doubled', async () => {
    const [leaving, staying] = await Promise.all([planes.start(), planes.start()]);
    const owner = await signUp(plane);
    const job = await trainingJob(owner);
    let at = leaving;
    const page = openBrowser(() => at, owner);
    const seqs = follow(page, job.jobId);
    const { token } = await createAgentToken({ ctx: plane.ctx, input: { name: 'desk' } });
    const agent = openAgentLink(leaving, token);
    await agent.hello([]);
    await vi.waitFor(() => expect(seqs).toEqual(upTo(4)), PATIENCE);

    let isOver = false;
    const writing = (async () => {
      while (!isOver) await job.steps(1);
    })();
    at = staying;
    const stoppedAtMs = performance.now();
    await leaving.close();
    expect(performance.now() - stoppedAtMs).toBeLessThan(5_000);
    expect(await agent.closed).toBe(1012);
    const again = openAgentLink(staying, token);
    await again.hello([]);
    isOver = true;
    await writing;
    await vi.waitFor(() => expect(seqs.length).toBe(job.events()), PATIENCE);
    expect(seqs).toEqual(upTo(job.events()));
    expect(job.events()).toBeGreaterThan(4);
    await Promise.all([page.close(), again.close()]);
  });
});

describe('what one person may have open', () => {
  it('is a number of sockets', async () => {
    const { cookie } = await signUp(plane, 0);
    const sockets = await Promise.all(Array.from({ length: 64 }, () => bareSocket(cookie)));
    expect(sockets.map(({ status }) => status)).toEqual(sockets.map(() => 101));
    expect((await bareSocket(cookie)).status).toBe(429);
    // Somebody else is not concerned, and who leaves makes room.
    expect((await bareSocket(writer.cookie)).status).toBe(101);
    sockets[0]?.socket.terminate();
    await vi.waitFor(async () => expect((await bareSocket(cookie)).status).toBe(101), PATIENCE);
    for (const { socket } of sockets) socket.terminate();
  });

  it('is a number of streams', async () => {
    const owner = await signUp(plane);
    const { jobId } = await trainingJob(owner);
    const page = openBrowser(() => plane, owner);
    const started: number[] = [];
    const refused: unknown[] = [];
    const streams = Array.from({ length: 257 }, (_, index) =>
      page.client.fineTune.events.subscribe(
        { jobId },
        {
          onData: ({ data }) => data.seq === 1 && started.push(index),
          onConnectionStateChange: ({ state, error }) => {
            if (state === 'connecting' && error) refused.push(error.data?.code);
          },
        },
      ),
    );
    await vi.waitFor(() => expect(refused).toContain('rate_limited'), PATIENCE);
    await vi.waitFor(() => expect(started).toHaveLength(256), PATIENCE);
    streams[started[0] ?? 0]?.unsubscribe();
    // The one that was refused tries again by itself.
    await vi.waitFor(() => expect(started).toHaveLength(257), PATIENCE);
    await page.close();
  });

  it('is a size of messages', async () => {
    const { cookie } = writer;
    const { socket, closed } = await bareSocket(cookie);
    socket.send(JSON.stringify({ id: 1, padding: 'x'.repeat(1024 * 1024) }));
    expect(await closed).toBe(1009);
  });
});
