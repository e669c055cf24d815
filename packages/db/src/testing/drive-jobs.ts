import type { JobError } from '@emailai/contracts/errors';
import { type Evaluation, verdictOf } from '@emailai/contracts/evaluation';
import { applyAgentEvents } from '../job/apply-agent-events';
import { completeJob } from '../job/complete-job';
import { endJob } from '../job/end-job';
import { readJobEvents } from '../job/read-job-events';
import { startDeploy } from '../job/start-deploy';
import { type SweepInput, sweepLeases } from '../job/sweep-leases';
import type { Database } from '../open-database';
import { type Held, holdJob, seedJob, type seedMailbox } from './seed-rows';

export const ERROR: JobError = {
  code: 'out_of_memory',
  message: 'The GPU has too little memory.',
  nextStep: 'Choose a smaller base.',
  retryable: false,
};
const LOST: JobError = { ...ERROR, code: 'agent_lost', message: 'The agent went away.' };
export const PROMOTED = verdictOf({ pairs: 20, tokens: 900, base: 4, tuned: 2 });
export const KEPT = verdictOf({ pairs: 20, tokens: 900, base: 4, tuned: 3.99 });

type Mailbox = Awaited<ReturnType<typeof seedMailbox>>;

/** What an agent and the plane do to jobs, with everything filled in that a test does not speak about. */
export function driveJobs(db: Database, agentId: string) {
  /** A job in TRAINING. */
  async function train(mailbox?: Mailbox, leaseMs = 45_000): Promise<Held> {
    const held = await holdJob(db, { agentId, jobId: await seedJob(db, mailbox), leaseMs });
    const events = [{ type: 'preparing' }, { type: 'training' }] as const;
    await applyAgentEvents(db, { ...held, fromSeq: 0, events, leaseMs });
    return held;
  }
  const startDeploying = (held: Held, adapterSha256 = 'sha') =>
    startDeploy(db, { ...held, adapterSha256, trainResult: { bestEpoch: 2 }, leaseMs: 45_000 });
  async function deploy(mailbox?: Mailbox): Promise<Held> {
    const held = await train(mailbox);
    await startDeploying(held);
    return held;
  }
  const complete = (held: Held, evaluation: Evaluation = PROMOTED, adapterSha256 = 'sha') =>
    completeJob(db, {
      ...held,
      adapterSha256,
      baseName: 'tiny',
      engine: 'embedded',
      evaluation,
      manifest: {
        train: { rows: 80, sha256: 'a' },
        heldOut: { rows: 20, sha256: 'b' },
        sentRead: 100,
        paired: 100,
        withoutParent: 0,
        droppedByReason: {},
        cutChars: 0,
        heldOutIds: ['m1'],
      },
      costUsd: 0.5,
      gpuSeconds: 60,
      notice: { kind: 'job_completed', noticeKey: `job:${held.jobId}`, title: 'Done', body: '' },
    });
  const fail = (held: Held) => endJob(db, { ...held, outcome: { type: 'failed', error: ERROR } });
  const requeue = (held: Held, delayMs = 0) =>
    endJob(db, { ...held, outcome: { type: 'requeued', reason: 'test', delayMs } });
  const sweep = (over: Partial<SweepInput> = {}) =>
    sweepLeases(db, {
      graceMs: 0,
      idleGraceMs: 0,
      cancelGraceMs: 30_000,
      agentOfflineMs: 45_000,
      maxAttempts: 3,
      lostError: LOST,
      ...over,
    });
  const lastPayload = async (jobId: string) =>
    (await readJobEvents(db, { jobId, afterSeq: 0, limit: 1000 })).at(-1)?.payload;
  return { train, startDeploying, deploy, complete, fail, requeue, sweep, lastPayload };
}
