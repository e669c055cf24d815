import type { AppRouter } from '@emailai/api/app/router';
import { newId } from '@emailai/contracts/ids';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { createTRPCClient, TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../server/start-control-plane';
import { openBrowser, openPlanes, signUp, type TestPlanes } from '../server/testing/open-planes';
import { openTcpProxy, type TcpProxy } from '../server/testing/open-tcp-proxy';
import { resumeLink } from './resume-link';

let planes: TestPlanes;
let database: TcpProxy;
let plane: ControlPlane;
beforeAll(async () => {
  planes = await openPlanes();
  const url = new URL(planes.databaseUrl);
  database = await openTcpProxy(Number(url.port));
  url.port = String(database.port);
  plane = await planes.start({ databaseUrl: url.href });
});
afterAll(async () => {
  await planes.close();
  await database.close();
});

/** Follows a job and notes what the page would see. */
function follow(client: ReturnType<typeof openBrowser>['client'], jobId: string) {
  const seen = { seqs: [] as number[], states: [] as string[], refusals: [] as unknown[] };
  const stream = client.fineTune.events.subscribe(
    { jobId },
    {
      onData: ({ data }) => seen.seqs.push(data.seq),
      onConnectionStateChange: ({ state }) => seen.states.push(state),
      onError: (error) => seen.refusals.push(error),
    },
  );
  return { seen, leave: () => stream.unsubscribe() };
}

it('opens a stream again that was asked for while the database was away', async () => {
  const writer = await signUp(plane);
  const page = openBrowser(() => plane, writer);
  const { job } = await startFineTune({
    ctx: plane.ctx,
    input: { ...writer, idempotencyKey: newId() },
  });
  // The socket is open before the trouble begins: its upgrade needs the database as well.
  const early = follow(page.client, job.id);
  await vi.waitFor(() => expect(early.seen.seqs).toEqual([1]));

  database.cut();
  const late = follow(page.client, job.id);
  await vi.waitFor(() => expect(late.seen.states).toContain('connecting'), { timeout: 10_000 });
  expect(late.seen).toMatchObject({ seqs: [], refusals: [] });
  database.mend();
  await vi.waitFor(() => expect(late.seen.seqs).toEqual([1]), { timeout: 20_000 });
  expect(late.seen.states.at(-1)).toBe('pending');

  // Both are live, and neither has missed or doubled anything.
  await page.client.fineTune.cancel.mutate({ jobId: job.id });
  for (const { seen } of [early, late]) {
    await vi.waitFor(() => expect(seen.seqs).toEqual([1, 2]), { timeout: 20_000 });
    expect(seen.refusals).toEqual([]);
  }
  await page.close();
});

describe('a stream whose connection breaks in the moment it is asked for', () => {
  /** A client whose first `failures` tries break before anything has come. */
  const clientOf = (failures: number, begins: boolean) => {
    let tries = 0;
    const broken: TRPCLink<AppRouter> = () => () =>
      observable((observer) => {
        tries += 1;
        if (begins) observer.next({ result: { type: 'data', data: 'first' } });
        if (tries <= failures) observer.error(new TRPCClientError('Active connection is not open'));
        else observer.complete();
      });
    const links = [resumeLink({ retryDelayMs: () => 1 }), broken];
    return { client: createTRPCClient<AppRouter>({ links }), tries: () => tries };
  };
  const outcomeOf = ({ client }: ReturnType<typeof clientOf>, path: 'draft' | 'fineTune') =>
    new Promise((resolve) => {
      const ends = { onComplete: () => resolve('complete'), onError: () => resolve('error') };
      if (path === 'draft') client.draft.write.subscribe({ messageId: 'm', voice: 'base' }, ends);
      else client.fineTune.events.subscribe({ jobId: 'job001' }, ends);
    });

  it('is asked for again', async () => {
    for (const path of ['draft', 'fineTune'] as const) {
      const client = clientOf(2, false);
      expect(await outcomeOf(client, path)).toBe('complete');
      expect(client.tries()).toBe(3);
    }
  });

  it('is no stream where it is an order: that fails, once, and whoever gave it is told', async () => {
    const { client, tries } = clientOf(1, false);
    const order = client.fineTune.cancel.mutate({ jobId: 'job001' });
    await expect(order).rejects.toThrow('Active connection is not open');
    expect(tries()).toBe(1);
  });

  it('is not begun a second time where it cannot go on from where it was', async () => {
    const draft = clientOf(1, true);
    expect(await outcomeOf(draft, 'draft')).toBe('error');
    expect(draft.tries()).toBe(1);
  });
});

it('tells of a refusal that does not pass', async () => {
  const writer = await signUp(plane, 0);
  const page = openBrowser(() => plane, writer);
  const { seen } = follow(page.client, newId());
  await vi.waitFor(() => expect(seen.refusals).toMatchObject([{ data: { code: 'not_found' } }]));
  await page.close();
});
