import { idSchema } from '@emailai/contracts/ids';
import { jobEventSchema } from '@emailai/contracts/job/events';
import { followAnyJob } from '@emailai/services/support/follow-any-job';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { trackedStreamOf } from '../../stream-of';
import { operatorProcedure } from '../trpc';

/** Any job's log, as its writer's `fineTune.events`. */
export const events = operatorProcedure
  .input(z.object({ jobId: idSchema, lastEventId: z.coerce.number().int().min(0).nullish() }))
  .output(trackedStreamOf(jobEventSchema))
  .subscription(async function* ({ ctx, input, signal }) {
    const asked = { jobId: input.jobId, afterSeq: input.lastEventId ?? 0, signal };
    for await (const event of followAnyJob({ ctx: ctx.services, input: asked })) {
      yield tracked(String(event.seq), event);
    }
  });
