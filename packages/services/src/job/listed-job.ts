import { z } from 'zod';
import { agentInfoSchema } from '../agent/agent-view';
import type { ServiceContext } from '../context';
import type { JobView } from '../fine-tune/job-view';
import { viewJob } from '../fine-tune/view-job';

/** A job beside what it is trained on: what a list for programs tells. */
export interface ListedJob extends JobView {
  /** `null` until an agent has taken it. */
  baseName: string | null;
  /** Passes over the mail; `null` until it is trained. */
  epochs: number | null;
}

/** What has to be read with a job to list it. */
export const LISTED = { agent: true, modelVersion: true } as const;

const trainedSchema = z.object({ heldOutLossByEpoch: z.array(z.number()) });

type ListedRow = Parameters<typeof viewJob>[1] & { modelVersion: { baseName: string } | null };

export function listedJob(ctx: ServiceContext, row: ListedRow): ListedJob {
  const agent = agentInfoSchema.safeParse(row.agent?.info).data;
  const trained = trainedSchema.safeParse(row.trainResult).data;
  return {
    ...viewJob(ctx, row),
    baseName: row.modelVersion?.baseName ?? agent?.base.name ?? null,
    epochs: trained?.heldOutLossByEpoch.length ?? null,
  };
}
