import type { reportInputSchema, reportOutputSchema } from '@emailai/contracts/agent-protocol';
import { applyAgentEvents } from '@emailai/db/job/apply-agent-events';
import type { z } from 'zod';
import type { AuthenticatedAgent } from '../agent/authenticate-agent';
import type { VerbArgs } from '../context';
import { assertGranted } from './assert-granted';

type ReportInput = z.infer<typeof reportInputSchema>;

/** Takes a batch of an agent's events into the job's log; repeated ones once, and none after a gap. */
export async function reportEvents({
  ctx,
  input,
}: VerbArgs<{ agent: AuthenticatedAgent } & ReportInput>): Promise<
  z.infer<typeof reportOutputSchema>
> {
  assertGranted({ ctx, input });
  const { agent, jobId, epoch, fromSeq, events } = input;
  const applied = await applyAgentEvents(ctx.db, {
    jobId,
    fence: { agentId: agent.id, epoch },
    fromSeq,
    events,
    leaseMs: ctx.intervals.leaseMs,
  });
  if (applied === null) return { expectedSeq: fromSeq, directive: 'lost' };
  return {
    expectedSeq: applied.expectedSeq,
    directive: applied.cancelRequested ? 'cancel' : 'continue',
  };
}
