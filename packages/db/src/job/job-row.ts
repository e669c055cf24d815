import type { FineTuningJob } from '../generated/client';

/** A job as its row stands after a statement; raw PostgreSQL reads it in the same types as Prisma. */
export type JobRow = FineTuningJob;

/** Under which claim an agent writes: another agent's, or an older one, changes nothing. */
export interface JobFence {
  agentId: string;
  epoch: number;
}
