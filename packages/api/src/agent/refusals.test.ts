import { ServiceError } from '@emailai/contracts/errors';
import { newId } from '@emailai/contracts/ids';
import type { AuthenticatedAgent } from '@emailai/services/agent/authenticate-agent';
import { revokeAgent } from '@emailai/services/agent/revoke-agent';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { claimJob } from '@emailai/services/job/claim-job';
import {
  createAgent,
  createWriter,
  openTestServices,
  type TestAgent,
  type TestServices,
} from '@emailai/services/testing/open-test-services';
import { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callByPath } from '../testing/call-by-path';
import { agentRouter, createAgentCaller } from './router';

interface Held {
  jobId: string;
  epoch: number;
  grant: string;
}

interface Row {
  input?: (held: Held) => unknown;
  /** Whether it must show the job's grant. */
  isGranted?: boolean;
  /** What an agent that does not hold the job (any more) gets; `own` touches no job at all. */
  stranger: 'lost' | 'own' | ((answer: unknown) => void);
}

const lostDirective = (answer: unknown) => expect(answer).toMatchObject({ directive: 'lost' });

const MANIFEST = {
  train: { rows: 80, sha256: 'a' },
  heldOut: { rows: 20, sha256: 'b' },
  heldOutIds: [],
  sentRead: 100,
  paired: 100,
  withoutParent: 0,
  droppedByReason: {},
  cutChars: 0,
};

/** Every procedure an agent can call. One that is missing here fails the first test. */
const TABLE: Record<string, Row> = {
  hello: {
    input: (held) => ({
      protocol: 1,
      version: '1',
      bootId: newId(),
      hostName: 'host',
      gpus: [],
      base: { name: 'tiny', parameters: 1, trialOnly: true },
      engine: 'embedded',
      models: [],
      running: [held],
    }),
    stranger: (answer) => expect(answer).toMatchObject({ decisions: [{ decision: 'lost' }] }),
  },
  claim: {
    input: ({ jobId }) => ({ claimId: newId(), jobId }),
    stranger: (answer) => expect(answer).toEqual({ job: null }),
  },
  heartbeat: {
    input: (held) => ({ running: [held] }),
    stranger: (answer) => expect(answer).toMatchObject({ directives: [{ directive: 'lost' }] }),
  },
  report: {
    input: (held) => ({ ...held, fromSeq: 0, events: [{ type: 'preparing' }] }),
    isGranted: true,
    stranger: lostDirective,
  },
  jobMail: {
    input: (held) => ({ ...held, kind: 'sent', cursor: null, limit: 10 }),
    isGranted: true,
    stranger: 'lost',
  },
  beginDeploy: {
    input: (held) => ({
      ...held,
      adapterSha256: 'c',
      manifest: MANIFEST,
      trainResult: {
        bestEpoch: 1,
        heldOutLossByEpoch: [],
        trainLoss: 1,
        tokensPerSecond: 1,
        seconds: 1,
      },
    }),
    isGranted: true,
    stranger: lostDirective,
  },
  finish: {
    input: (held) => ({ ...held, outcome: { kind: 'cancelled' } }),
    isGranted: true,
    stranger: lostDirective,
  },
  drain: { stranger: 'own' },
  bye: { stranger: 'own' },
  directives: { stranger: 'own' },
  drafts: { stranger: 'own' },
  draftTokens: {
    input: () => ({ draftId: newId(), seq: 0, text: 'x', end: null }),
    stranger: (answer) => expect(answer).toEqual({ wanted: false }),
  },
};

let test: TestServices;
let holder: TestAgent;
let held: Held;

beforeAll(async () => {
  test = await openTestServices();
  const { ctx } = test;
  const { userId, emailAccountId } = await createWriter(ctx, 100);
  await startFineTune({ ctx, input: { userId, emailAccountId, idempotencyKey: newId() } });
  holder = await createAgent(ctx);
  const { job } = await claimJob({ ctx, input: { agent: holder, claimId: newId() } });
  if (job === null) throw new Error('The job was not claimed.');
  held = { jobId: job.jobId, epoch: job.epoch, grant: job.grant };
});
afterAll(() => test.close());

async function call(path: string, agent: AuthenticatedAgent, asHeld: Held): Promise<unknown> {
  const caller = createAgentCaller({
    services: test.ctx,
    agent,
    linkId: newId(),
    requestId: 'request1',
  });
  return callByPath(caller, path, TABLE[path]?.input?.(asHeld));
}

async function refusalOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return 'answered';
  } catch (error) {
    if (error instanceof TRPCError && error.cause instanceof ServiceError) return error.cause.code;
    throw error;
  }
}

/** The same job with a grant made for this agent and epoch, so that the fence alone is left to refuse it. */
const grantedTo = (agent: AuthenticatedAgent, { jobId, epoch }: Held): Held => ({
  jobId,
  epoch,
  grant: test.ctx.jobGrants.issue({ agentId: agent.id, jobId, epoch }),
});

const jobRow = () =>
  test.ctx.db.prisma.fineTuningJob.findUniqueOrThrow({
    where: { id: held.jobId },
    include: { events: true },
  });

async function expectRefused(path: string, agent: AuthenticatedAgent, asHeld: Held) {
  const expected = TABLE[path]?.stranger;
  if (expected === 'own') return;
  const before = await jobRow();
  if (typeof expected === 'function') expected(await call(path, agent, asHeld));
  else expect(await refusalOf(call(path, agent, asHeld))).toBe(expected);
  expect(await jobRow()).toEqual(before);
}

const paths = Object.keys(TABLE);

describe('every procedure of the agent', () => {
  it('stands in the table', () => {
    expect(Object.keys(agentRouter._def.procedures).sort()).toEqual([...paths].sort());
  });

  it.each(paths)('%s changes nothing of a job that another agent holds', async (path) => {
    const agent = await createAgent(test.ctx);
    await expectRefused(path, agent, grantedTo(agent, held));
  });

  it.each(paths.filter((path) => path !== 'claim'))(
    '%s changes nothing under a stale epoch',
    async (path) => {
      await expectRefused(path, holder, grantedTo(holder, { ...held, epoch: held.epoch + 1 }));
    },
  );

  it.each(paths.filter((path) => TABLE[path]?.isGranted))(
    '%s asks for the grant that was given for this job, agent and epoch',
    async (path) => {
      const stranger = await createAgent(test.ctx);
      const before = await jobRow();
      for (const [agent, shown] of [
        [stranger, held],
        [holder, { ...held, grant: '' }],
        [holder, { ...held, grant: `z${held.grant}` }],
        [holder, { ...held, epoch: held.epoch + 1 }],
        [holder, { ...held, jobId: newId() }],
      ] as const) {
        expect(await refusalOf(call(path, agent, shown))).toBe('grant_refused');
      }
      expect(await jobRow()).toEqual(before);
    },
  );

  it.each(paths)('%s refuses a revoked agent and one that never was', async (path) => {
    const revoked = await createAgent(test.ctx);
    await revokeAgent({ ctx: test.ctx, input: { agentId: revoked.id } });
    const stranger = { id: newId(), name: 'nobody' };
    for (const agent of [revoked, stranger]) {
      expect(await refusalOf(call(path, agent, held))).toBe('unauthenticated');
    }
  });
});
