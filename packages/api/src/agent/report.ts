import { reportInputSchema, reportOutputSchema } from '@emailai/contracts/agent-protocol';
import { reportEvents } from '@emailai/services/job/report-events';
import { agentProcedure } from './trpc';

/** Progress, in numbered batches. */
export const report = agentProcedure
  .input(reportInputSchema)
  .output(reportOutputSchema)
  .mutation(({ ctx, input }) =>
    reportEvents({ ctx: ctx.services, input: { agent: ctx.agent, ...input } }),
  );
