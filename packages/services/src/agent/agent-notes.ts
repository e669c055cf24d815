import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';

/** Channel of notes about agents between instances; ids only. */
export const AGENT_CHANNEL = 'agent_note';

/** What concerns an agent wherever it is connected. */
const agentNoteSchema = z.discriminatedUnion('kind', [
  /** Hints: there may be a job; one of its jobs is to be cancelled; whether it is to drain has changed. */
  z.object({ kind: z.literal('jobs') }),
  z.object({ kind: z.literal('cancel'), agentId: idSchema, jobId: idSchema }),
  z.object({ kind: z.literal('drain'), agentId: idSchema }),
  /** Its token was revoked. */
  z.object({ kind: z.literal('revoked'), agentId: idSchema }),
  /** Its process `bootId` said hello over this link: what it had open elsewhere is dead. */
  z.object({ kind: z.literal('linked'), agentId: idSchema, bootId: idSchema, linkId: idSchema }),
]);
export type AgentNote = z.infer<typeof agentNoteSchema>;

/** As it travels: with the instance that sent it, which need not hear its own. */
const payloadSchema = z.object({ from: z.string(), note: agentNoteSchema });

export const writeAgentNote = (from: string, note: AgentNote) => JSON.stringify({ from, note });

/** `null` for what this instance does not understand, as a newer one may say. */
export function readAgentNote(payload: string): z.infer<typeof payloadSchema> | null {
  try {
    return payloadSchema.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}
