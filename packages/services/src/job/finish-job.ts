import type { acceptedSchema, finishInputSchema } from '@emailai/contracts/agent-protocol';
import type { JobError } from '@emailai/contracts/errors';
import { completeJob } from '@emailai/db/job/complete-job';
import { endJob } from '@emailai/db/job/end-job';
import type { JobRow } from '@emailai/db/job/job-row';
import type { z } from 'zod';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';
import type { VerbArgs } from '../context';
import { assertGranted } from './assert-granted';
import { directiveAfterRefusal, heldJob } from './held-job';
import { MAX_ATTEMPTS } from './max-attempts';
import { completedNotice, notifyFailed } from './notify-job-end';
import { verifyDeployed } from './verify-deployed';

type Finish = { agent: AuthenticatedAgent } & z.infer<typeof finishInputSchema>;
type Completed = Extract<Finish['outcome'], { kind: 'completed' }>;
type Accepted = z.infer<typeof acceptedSchema>;

/**
 * How a job ended on its agent. A model counts only once it has been seen to write; a failure that may pass goes
 * back into the queue while attempts last. Sent again, it is accepted again and nothing is written twice.
 */
export async function finishJob({ ctx, input }: VerbArgs<Finish>): Promise<Accepted> {
  assertGranted({ ctx, input });
  const job = await heldJob({ ctx, input });
  const written = job && (await writeOutcome({ ctx, input }, job));
  if (written) return { directive: 'continue' };
  const directive = await directiveAfterRefusal({ ctx, input });
  // An agent that has cancelled has nothing to be told.
  const isSettled = input.outcome.kind === 'cancelled' && job?.status === 'CANCELLED';
  return { directive: isSettled ? 'continue' : directive };
}

async function writeOutcome({ ctx, input }: VerbArgs<Finish>, job: JobRow): Promise<boolean> {
  const { outcome } = input;
  switch (outcome.kind) {
    case 'completed':
      return complete({ ctx, input }, job, outcome);
    case 'failed':
      return fail({ ctx, input }, job, outcome.error);
    case 'cancelled': {
      const fence = { agentId: input.agent.id, epoch: input.epoch };
      const ended = await endJob(ctx.db, {
        jobId: job.id,
        fence,
        // Nobody asked for it: the agent hands the job back.
        outcome:
          job.cancelRequestedAt === null
            ? { type: 'requeued', reason: 'Its agent handed it back.', delayMs: 0 }
            : { type: 'cancelled' },
      });
      // Handed back by an agent that leaves: another one need not wait for its next poll.
      if (ended?.status === 'PENDING') ctx.agentLinks.hint(null, { kind: 'jobs' });
      return ended !== null;
    }
  }
}

async function complete(
  { ctx, input }: VerbArgs<Finish>,
  job: JobRow,
  outcome: Completed,
): Promise<boolean> {
  if (job.status !== 'DEPLOYING' || job.cancelRequestedAt !== null) return false;
  const unverified = await verifyDeployed({ ctx, input: { job, agent: input.agent, outcome } });
  if (unverified) return fail({ ctx, input }, job, unverified);
  const { kind, ...result } = outcome;
  const done = await completeJob(ctx.db, {
    jobId: job.id,
    fence: { agentId: input.agent.id, epoch: input.epoch },
    ...result,
    notice: completedNotice(job, outcome.evaluation),
  });
  if (done === null) return false;
  const { id: jobId, emailAccountId } = job;
  ctx.log({
    level: 'info',
    event: 'job_completed',
    jobId,
    emailAccountId,
    agentId: input.agent.id,
  });
  return true;
}

async function fail(
  { ctx, input }: VerbArgs<Finish>,
  job: JobRow,
  error: JobError,
): Promise<boolean> {
  const fence = { agentId: input.agent.id, epoch: input.epoch };
  const isTriedAgain = error.retryable && job.attempts < MAX_ATTEMPTS;
  const delayMs = ctx.intervals.retryBackoffMs * job.attempts;
  const ended = await endJob(ctx.db, {
    jobId: job.id,
    fence,
    outcome:
      job.cancelRequestedAt !== null
        ? { type: 'cancelled' }
        : isTriedAgain
          ? { type: 'requeued', reason: error.message.slice(0, 200), delayMs }
          : { type: 'failed', error },
  });
  ctx.log({
    level: 'warn',
    event: 'job_attempt_failed',
    jobId: job.id,
    emailAccountId: job.emailAccountId,
    agentId: input.agent.id,
    code: error.code,
    attempt: job.attempts,
  });
  if (ended?.status === 'FAILED') await notifyFailed(ctx, job, error);
  return ended !== null;
}
