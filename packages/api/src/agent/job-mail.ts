import { jobMailInputSchema, jobMailOutputSchema } from '@emailai/contracts/agent-protocol';
import { readJobMail } from '@emailai/services/job/read-job-mail';
import { agentProcedure } from './trpc';

/** A page of the mailbox of a job whose mail is being read. */
export const jobMail = agentProcedure
  .input(jobMailInputSchema)
  .output(jobMailOutputSchema)
  .mutation(({ ctx, input }) =>
    readJobMail({ ctx: ctx.services, input: { agent: ctx.agent, ...input } }),
  );
