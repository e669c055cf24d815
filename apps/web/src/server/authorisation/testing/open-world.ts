import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@emailai/contracts/ids';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import type { Database } from '@emailai/db/open-database';
import { createTestDatabase } from '@emailai/db/test-database';
import { revokeAgent } from '@emailai/services/agent/revoke-agent';
import { createApiToken } from '@emailai/services/api-token/create-api-token';
import { cancelFineTune } from '@emailai/services/fine-tune/cancel-fine-tune';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { notifyWriter } from '@emailai/services/notification/notify-writer';
import {
  createAgent,
  createWriter,
  type TestAgent,
} from '@emailai/services/testing/open-test-services';
import {
  claimed,
  completed,
  deploying,
  TRAINED,
  type WorkedJob,
} from '@emailai/services/testing/work-job';
import { writingAgent } from '@emailai/services/testing/writing-agent';
import { type ControlPlane, startControlPlane } from '../../start-control-plane';
import type { Knocker } from './knock';

export interface HeldJob {
  jobId: string;
  epoch: number;
  grant: string;
}

/** A job in its third claim: the first was another agent's, the second the holder's own. */
export interface Claims {
  now: HeldJob;
  /** Of the agent that held it first. */
  former: HeldJob;
  /** The holder's own claim before this one. */
  stale: HeldJob;
}

/** A server on which two writers, an operator and four agents are at home, and what belongs to one of the writers. */
export interface World {
  plane: ControlPlane;
  people: Record<'owner' | 'otherUser' | 'operator', Knocker & { userId: string }>;
  agents: Record<'holder' | 'otherAgent' | 'formerAgent' | 'revokedAgent', TestAgent>;
  emailAccountId: string;
  /** A mailbox that may be trained on and is not. */
  idleAccountId: string;
  endedJobId: string;
  waitingJobId: string;
  held: Record<'EXTRACTING_DATA' | 'TRAINING' | 'DEPLOYING', Claims>;
  threadId: string;
  messageId: string;
  noticeId: string;
  apiTokenId: string;
  /** Being written by the holder. */
  draftId: string;
  spareAgentId: string;
  /** What nobody else may read: ids, names, addresses and words of the owner's. */
  secrets: string[];
  /** Every row of every table but those that name one of `except`, in short. */
  fingerprint(except: readonly string[]): Promise<unknown[]>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const stateDir = await mkdtemp(join(tmpdir(), 'emailai-world-'));
  const database = await createTestDatabase();
  const plane = await startControlPlane({
    databaseUrl: database.url,
    vault: await openMailVault({ keyFile: join(stateDir, 'operator-key.json') }),
    stateDir,
    port: 0,
    pages: 'off',
    isDemo: false,
    signUp: 'open',
    keepsHouse: false,
    log: () => undefined,
  });
  const { ctx } = plane;
  const { prisma } = ctx.db;
  // The first to come is the operator.
  const operator = await signUp(plane, 'Olga Operator');
  const owner = await signUp(plane, 'Olivia Ownerson');
  const otherUser = await signUp(plane, 'Xaver Other');
  const agents = {
    holder: await createAgent(ctx),
    otherAgent: await createAgent(ctx),
    formerAgent: await createAgent(ctx),
    revokedAgent: await createAgent(ctx),
  };
  const secrets = new Set<string>([owner.userId, 'Olivia', 'Ownerson']);

  /** A mailbox of `userId`'s with a few mails that counts as one to be trained on. */
  async function mailboxOf(userId: string, isPrimary: boolean) {
    const { emailAccountId, address } = await createWriter(ctx, 3);
    await prisma.emailAccount.update({
      where: { id: emailAccountId },
      data: { userId, isPrimary, sentCount: 100 },
    });
    return { userId, emailAccountId, address };
  }
  async function ownMailbox(isPrimary = false) {
    const mailbox = await mailboxOf(owner.userId, isPrimary);
    secrets.add(mailbox.emailAccountId).add(mailbox.address);
    return mailbox;
  }
  async function startedJob(mailbox: { userId: string; emailAccountId: string }) {
    const { userId, emailAccountId } = mailbox;
    const input = { userId, emailAccountId, idempotencyKey: newId() };
    const { job } = await startFineTune({ ctx, input });
    if (userId === owner.userId) secrets.add(job.id);
    return job.id;
  }
  async function trainedModel(mailbox: { userId: string; emailAccountId: string }) {
    const jobId = await startedJob(mailbox);
    await (await deploying(ctx, agents.holder, jobId)).finish(completed(1));
    return jobId;
  }
  async function thirdClaim(): Promise<{ claims: Claims; job: WorkedJob }> {
    const jobId = await startedJob(await ownMailbox());
    const giveBack = async (agent: TestAgent) => {
      const job = await claimed(ctx, agent, jobId);
      await job.finish({ kind: 'cancelled' });
      return heldOf(job);
    };
    const former = await giveBack(agents.formerAgent);
    const stale = await giveBack(agents.holder);
    const job = await claimed(ctx, agents.holder, jobId);
    return { claims: { now: heldOf(job), former, stale }, job };
  }

  const main = await ownMailbox(true);
  await trainedModel(main);
  await trainedModel(await mailboxOf(otherUser.userId, true));
  await startedJob(await mailboxOf(otherUser.userId, false));
  const endedJobId = await startedJob(main);
  await cancelFineTune({ ctx, input: { userId: owner.userId, jobId: endedJobId } });

  const [extracting, training, deployed] = [
    await thirdClaim(),
    await thirdClaim(),
    await thirdClaim(),
  ];
  await training.job.report(0, TRAINED);
  await deployed.job.report(0, TRAINED);
  await deployed.job.deploy();

  const mail = await prisma.emailMessage.findFirstOrThrow({
    where: { emailAccountId: main.emailAccountId, isSent: false },
  });
  await notifyWriter({
    ctx,
    input: {
      userId: owner.userId,
      emailAccountId: main.emailAccountId,
      kind: 'eligible',
      noticeKey: 'world',
      title: 'For the owner’s eyes',
      body: 'For the owner’s eyes',
    },
  });
  const notice = await prisma.notification.findFirstOrThrow({ where: { noticeKey: 'world' } });
  const { apiToken } = await createApiToken({
    ctx,
    input: { userId: owner.userId, name: 'owner’s script' },
  });

  const writing = writingAgent(ctx, agents.holder.id, () => null);
  const draft = await ctx.draftRelay.order({
    emailAccountId: main.emailAccountId,
    modelName: null,
    userMessage: 'Write.',
    maxTokens: 10,
    agentId: agents.holder.id,
    firstTokenMs: 600_000,
  });
  if (draft === null) throw new Error('The holder writes no drafts.');
  const spare = await createAgent(ctx);
  await revokeAgent({ ctx, input: { agentId: agents.revokedAgent.id } });

  for (const secret of [mail.id, mail.threadId, notice.id, apiToken.id, draft.draftId]) {
    secrets.add(secret);
  }
  for (const words of ['owner’s', 'Question 0', 'number 0']) secrets.add(words);

  return {
    plane,
    people: { owner, otherUser, operator },
    agents,
    emailAccountId: main.emailAccountId,
    idleAccountId: (await ownMailbox()).emailAccountId,
    endedJobId,
    waitingJobId: await startedJob(await ownMailbox()),
    held: {
      EXTRACTING_DATA: extracting.claims,
      TRAINING: training.claims,
      DEPLOYING: deployed.claims,
    },
    threadId: mail.threadId,
    messageId: mail.id,
    noticeId: notice.id,
    apiTokenId: apiToken.id,
    draftId: draft.draftId,
    spareAgentId: spare.id,
    secrets: [...secrets],
    fingerprint: (except) => fingerprint(database.db, except),
    async close() {
      draft.release();
      await writing.leave();
      await plane.close();
      await database.drop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

const heldOf = ({ jobId, epoch, grant }: WorkedJob): HeldJob => ({ jobId, epoch, grant });

/** As by the form, but past the brake on those who try it often: the tests of a process share one address. */
async function signUp({ auth, ctx }: ControlPlane, name: string) {
  const email = `${name.split(' ')[0]?.toLowerCase()}@example.org`;
  const body = { name, email, password: 'a long password' };
  const answer = await auth.api.signUpEmail({ body, asResponse: true });
  if (!answer.ok) throw new Error(await answer.text());
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  const { id: userId } = await ctx.db.prisma.user.findFirstOrThrow({ where: { email } });
  return { userId, cookie: cookies.join('; ') };
}

/** When somebody was here last: written by the mere asking. */
const PRESENCE = ['lastSeenAt', 'lastUsedAt', 'updatedAt', 'info'];

async function fingerprint({ pool }: Database, except: readonly string[]): Promise<unknown[]> {
  const tables = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const digests = tables.rows.map(
    ({ name }) => `
      SELECT '${name}' AS name, count(*)::int AS rows, md5(string_agg(row, ',' ORDER BY row)) AS digest
      FROM (SELECT (to_jsonb(t) - $1::text[])::text AS row FROM "${name}" t) "${name}"
      WHERE NOT EXISTS (SELECT FROM unnest($2::text[]) AS id WHERE strpos(row, id) > 0)`,
  );
  return (await pool.query(digests.join(' UNION ALL '), [PRESENCE, except])).rows;
}
