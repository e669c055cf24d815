import { idSchema } from '@emailai/contracts/ids';
import { jobEventSchema } from '@emailai/contracts/job/events';
import { followJob } from '@emailai/services/job/follow-job';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { trackedStreamOf } from '../../stream-of';
import { writerProcedure } from '../trpc';

/** The job's log from the start, or after `lastEventId` (a seq), then live; it ends with the job. */
export const events = writerProcedure
  .input(z.object({ jobId: idSchema, lastEventId: z.coerce.number().int().min(0).nullish() }))
  .output(trackedStreamOf(jobEventSchema))
  .subscription(async function* ({ ctx, input, signal }) {
    const afterSeq = input.lastEventId ?? 0;
    const asked = { userId: ctx.user.id, jobId: input.jobId, afterSeq, signal };
    for await (const event of followJob({ ctx: ctx.services, input: asked })) {
      yield tracked(String(event.seq), event);
    }
  });
