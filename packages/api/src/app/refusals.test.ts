import { ServiceError } from '@emailai/contracts/errors';
import { newId } from '@emailai/contracts/ids';
import { createApiToken } from '@emailai/services/api-token/create-api-token';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { notifyWriter } from '@emailai/services/notification/notify-writer';
import {
  createAgent,
  createWriter,
  openTestServices,
  type TestServices,
} from '@emailai/services/testing/open-test-services';
import { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionUser } from '../context';
import { callByPath } from '../testing/call-by-path';
import { appRouter, createAppCaller } from './router';

/** What belongs to the writer whom the others try to reach. */
interface World {
  emailAccountId: string;
  jobId: string;
  threadId: string;
  messageId: string;
  noticeId: string;
  agentId: string;
  apiTokenId: string;
}

interface Row {
  input?: (world: World) => unknown;
  /** What a signed-in stranger gets: a refusal, or an answer that holds nothing of the owner's. */
  stranger: 'not_found' | 'forbidden' | 'nothing' | 'public';
}

const ofMailbox = ({ emailAccountId }: World) => ({ emailAccountId });
const ofJob = ({ jobId }: World) => ({ jobId });

/** Every procedure a browser can call. One that is missing here fails the first test. */
const TABLE: Record<string, Row> = {
  'session.me': { stranger: 'public' },
  'mailbox.list': { stranger: 'nothing' },
  'fineTune.read': { input: ofMailbox, stranger: 'not_found' },
  'fineTune.start': {
    input: ({ emailAccountId }) => ({ emailAccountId, idempotencyKey: newId() }),
    stranger: 'not_found',
  },
  'fineTune.cancel': { input: ofJob, stranger: 'not_found' },
  'fineTune.retry': { input: ofJob, stranger: 'not_found' },
  'fineTune.events': { input: ofJob, stranger: 'not_found' },
  'inbox.threads': { input: ofMailbox, stranger: 'not_found' },
  'inbox.thread': { input: ({ threadId }) => ({ threadId }), stranger: 'not_found' },
  'draft.write': {
    input: ({ messageId }) => ({ messageId, voice: 'tuned' }),
    stranger: 'not_found',
  },
  'model.list': { input: ofMailbox, stranger: 'not_found' },
  'model.activate': {
    input: ({ emailAccountId }) => ({ emailAccountId, version: null }),
    stranger: 'not_found',
  },
  'notification.list': { stranger: 'nothing' },
  'notification.markRead': { input: ({ noticeId }) => ({ ids: [noticeId] }), stranger: 'nothing' },
  'agent.list': { stranger: 'forbidden' },
  'agent.createToken': { input: () => ({ name: 'mine' }), stranger: 'forbidden' },
  'agent.drain': {
    input: ({ agentId }) => ({ agentId, drain: true }),
    stranger: 'forbidden',
  },
  'agent.revoke': { input: ({ agentId }) => ({ agentId }), stranger: 'forbidden' },
  'apiToken.list': { stranger: 'nothing' },
  'apiToken.create': { input: () => ({ name: 'script' }), stranger: 'nothing' },
  'apiToken.revoke': { input: ({ apiTokenId }) => ({ apiTokenId }), stranger: 'not_found' },
};

let test: TestServices;
let world: World;
let stranger: SessionUser;
let operator: SessionUser;

const signedIn = (id: string, role: SessionUser['role']): SessionUser => ({
  id,
  role,
  email: 'who@example.org',
  name: 'Who',
});

beforeAll(async () => {
  test = await openTestServices();
  const { ctx } = test;
  const owner = await createWriter(ctx, 100);
  const { userId, emailAccountId } = owner;
  const { job } = await startFineTune({
    ctx,
    input: { userId, emailAccountId, idempotencyKey: newId() },
  });
  const mail = await ctx.db.prisma.emailMessage.findFirstOrThrow({
    where: { emailAccountId, isSent: false },
  });
  await notifyWriter({
    ctx,
    input: { userId, emailAccountId, kind: 'eligible', noticeKey: 'k', title: 't', body: 'b' },
  });
  const notice = await ctx.db.prisma.notification.findFirstOrThrow({ where: { userId } });
  const agent = await createAgent(ctx);
  const { apiToken } = await createApiToken({ ctx, input: { userId, name: 'script' } });
  world = {
    emailAccountId,
    jobId: job.id,
    threadId: mail.threadId,
    messageId: mail.id,
    noticeId: notice.id,
    agentId: agent.id,
    apiTokenId: apiToken.id,
  };
  stranger = signedIn((await createWriter(ctx, 100)).userId, 'writer');
  operator = signedIn((await createWriter(ctx, 0)).userId, 'operator');
});
afterAll(() => test.close());

/** Calls a procedure by its path, as the transport does; a subscription is read to its end. */
async function call(path: string, user: SessionUser | null): Promise<unknown> {
  const caller = createAppCaller({
    services: test.ctx,
    user,
    requestId: 'request1',
    isDemo: false,
  });
  return callByPath(caller, path, TABLE[path]?.input?.(world));
}

async function refusalOf(path: string, user: SessionUser | null): Promise<string> {
  try {
    await call(path, user);
    return 'answered';
  } catch (error) {
    if (error instanceof TRPCError && error.cause instanceof ServiceError) return error.cause.code;
    throw error;
  }
}

/** Everything of the owner's that a stranger could have changed. */
async function ownersRows(): Promise<unknown> {
  const { prisma } = test.ctx.db;
  const where = { emailAccountId: world.emailAccountId };
  return Promise.all([
    prisma.fineTuningJob.findMany({ where }),
    prisma.jobEvent.count({ where: { jobId: world.jobId } }),
    prisma.notification.findMany({ where }),
    prisma.emailAccount.findUnique({ where: { id: world.emailAccountId } }),
    prisma.agent.findMany(),
    prisma.apiToken.findMany({ where: { id: world.apiTokenId } }),
  ]);
}

const paths = Object.keys(TABLE);
const others = () => [stranger, operator];

describe('every procedure of the browser', () => {
  it('stands in the table', () => {
    expect(Object.keys(appRouter._def.procedures).sort()).toEqual([...paths].sort());
  });

  it.each(paths.filter((path) => TABLE[path]?.stranger !== 'public'))(
    '%s refuses whoever is not signed in',
    async (path) => {
      expect(await refusalOf(path, null)).toBe('unauthenticated');
    },
  );

  it.each(paths.filter((path) => TABLE[path]?.stranger === 'not_found'))(
    '%s shows and changes nothing of another writer, not even for an operator',
    async (path) => {
      const before = await ownersRows();
      for (const other of others()) expect(await refusalOf(path, other)).toBe('not_found');
      expect(await ownersRows()).toEqual(before);
    },
  );

  it.each(paths.filter((path) => TABLE[path]?.stranger === 'nothing'))(
    '%s answers a stranger with nothing of the writer',
    async (path) => {
      const before = await ownersRows();
      for (const other of others()) {
        const answer = JSON.stringify(await call(path, other));
        for (const id of Object.values(world)) expect(answer).not.toContain(id);
      }
      expect(await ownersRows()).toEqual(before);
    },
  );

  it.each(paths.filter((path) => TABLE[path]?.stranger === 'forbidden'))(
    '%s is for operators',
    async (path) => {
      const before = await ownersRows();
      expect(await refusalOf(path, stranger)).toBe('forbidden');
      expect(await ownersRows()).toEqual(before);
    },
  );
});
