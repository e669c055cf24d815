import { REPLY_INSTRUCTION, renderReplyInput, userMessage } from '@emailai/contracts/prompt';
import type { ServiceContext } from '../context';

/** Words of nobody: a probe must not show an agent any mail. */
const PROBE = userMessage({
  instruction: REPLY_INSTRUCTION,
  input: renderReplyInput({
    fromName: 'Control plane',
    toName: 'Model',
    subject: 'Probe',
    sentAt: new Date(0),
    body: 'Are you there?',
  }).text,
});

interface ProbedModel {
  agentId: string;
  /** Whose model it is. */
  emailAccountId: string;
  modelName: string;
  adapterSha256: string;
}

/** `silent`: it left, or was too busy to answer in time; that says nothing about the model. */
export type ProbeResult = 'writes' | 'fails' | 'silent';

/**
 * Whether this agent writes one token with a model it says it holds. No text is asked for: the token may be half
 * a character, or the end.
 */
export async function probeModel(
  ctx: ServiceContext,
  { agentId, ...asked }: ProbedModel,
): Promise<ProbeResult> {
  const draft = await ctx.draftRelay.order({
    agentId,
    ...asked,
    userMessage: PROBE,
    maxTokens: 1,
    firstTokenMs: ctx.intervals.probeMs,
  });
  if (draft === null) return 'silent';
  try {
    for await (const event of draft.events) {
      if (event.type !== 'failed') return 'writes';
      return event.bySilence ? 'silent' : 'fails';
    }
    return 'silent';
  } finally {
    draft.release();
  }
}
