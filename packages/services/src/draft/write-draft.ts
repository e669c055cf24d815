import { type DraftEvent, type DraftVoice, MAX_DRAFT_TOKENS } from '@emailai/contracts/draft';
import { newId } from '@emailai/contracts/ids';
import type { VerbArgs } from '../context';
import { chooseVoice } from './choose-voice';
import type { RelayEvent } from './open-draft';
import { replyPrompt } from './reply-prompt';

interface WriteDraftInput {
  userId: string;
  /** The mail to answer: EmailMessage.id. */
  messageId: string;
  voice: DraftVoice;
  signal?: AbortSignal | undefined;
}

/**
 * A reply draft, token by token, from the mailbox's own model or the base, by an agent that is online. The agent
 * is stopped when the reader leaves.
 */
export async function* writeDraft({
  ctx,
  input,
}: VerbArgs<WriteDraftInput>): AsyncGenerator<DraftEvent, void> {
  ctx.limits.take('writeDraft', input.userId);
  const { emailAccountId, userMessage } = await replyPrompt({ ctx, input });
  const chosen = await chooseVoice(ctx, emailAccountId, input.voice);
  const { modelName, adapterSha256, agentId, ...voice } = chosen;
  const draft = await ctx.draftRelay.order({
    emailAccountId,
    modelName,
    userMessage,
    maxTokens: MAX_DRAFT_TOKENS,
    ...(adapterSha256 === null ? {} : { adapterSha256 }),
    ...(agentId === null ? {} : { agentId }),
  });
  if (draft === null) {
    yield { type: 'started', draftId: newId(), model: 'none', ...voice };
    yield {
      type: 'failed',
      message: 'No agent is online, so nothing can write.',
      nextStep: 'Start one with `npm start`, then ask again.',
    };
    return;
  }
  const leave = () => draft.release();
  if (input.signal?.aborted) return leave();
  input.signal?.addEventListener('abort', leave, { once: true });
  try {
    const model = modelName ?? draft.baseName;
    yield { type: 'started', draftId: draft.draftId, model, ...voice };
    for await (const event of draft.events) yield draftEventOf(event);
  } finally {
    input.signal?.removeEventListener('abort', leave);
    draft.release();
  }
}

function draftEventOf(event: RelayEvent): DraftEvent {
  if (event.type !== 'failed') return event;
  const nextStep = 'Ask again; if it fails again, look at the agent.';
  return { type: 'failed', message: event.message, nextStep };
}
