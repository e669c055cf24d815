import { helloInputSchema } from '@emailai/contracts/agent-protocol';
import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';

/** What an agent said of itself at its last hello, as stored in Agent.info. */
export const agentInfoSchema = helloInputSchema.omit({ running: true }).extend({
  /** It said bye, or its last socket closed. */
  left: z.boolean(),
  /** Its newest connection, and the instance where that ends. */
  linkId: idSchema.nullish(),
  instanceId: idSchema.nullish(),
});
export type AgentInfo = z.infer<typeof agentInfoSchema>;

/** An agent as an operator sees it: no mail, no job contents. */
export const agentViewSchema = z.object({
  id: idSchema,
  name: z.string(),
  state: z.enum(['online', 'draining', 'offline', 'never_seen', 'revoked']),
  /** An operator wants it to take no further jobs. */
  drainRequested: z.boolean(),
  lastSeenAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  hostName: z.string().nullable(),
  version: z.string().nullable(),
  baseName: z.string().nullable(),
  trialOnly: z.boolean(),
  engine: z.string().nullable(),
  gpus: z.array(z.object({ name: z.string(), memoryMb: z.number().int() })),
  modelCount: z.number().int(),
  activeJobs: z.number().int(),
});
export type AgentView = z.infer<typeof agentViewSchema>;
