import type { FineTuningJob } from '../generated/client';

/** A job as its row stands after a statement; raw PostgreSQL reads it in the same types as Prisma. */
export type JobRow = FineTuningJob;

/** Who writes, under which claim: a write under an older epoch, or by another agent, changes nothing. */
export interface AgentFence {
  agentId: string;
  jobId: string;
  epoch: number;
}

/**
 * What became of a fenced write. `repeated`: it had been done before, by the same claim (a reply was lost).
 * `cancel`: the writer has asked for an end, so only giving the job back is taken. `lost`: the job is no
 * longer this claim's, or not in a state that allows it.
 */
export type FencedWrite =
  | { outcome: 'done' | 'repeated'; job: JobRow }
  | { outcome: 'cancel' | 'lost' };
