import { MAX_DRAFT_TOKENS } from '@emailai/contracts/draft';
import type { ServiceContext } from '@emailai/services/context';
import { type ReplyPrompt, replyPrompt } from '@emailai/services/draft/reply-prompt';
import type { HeldOutMail } from './held-out-mails';

/** One held-out mail with a draft of each voice; `control` is another writer's model. */
export interface DraftedMail extends HeldOutMail {
  base: string;
  tuned: string;
  control: string | null;
}

/** Orders under way at once: more than the agent writes at once only wait there. */
const AT_ONCE = 2;

/**
 * Has every mail answered by the base, by `tunedTag` and, where there is one, by `controlTag`, through the same
 * relay, agent and engine as a writer's click. Rejects when a draft fails.
 */
export async function writeDrafts(
  ctx: ServiceContext,
  input: {
    userId: string;
    mails: readonly HeldOutMail[];
    tunedTag: string;
    controlTag: string | null;
    say: (sentence: string) => void;
    signal: AbortSignal;
  },
): Promise<DraftedMail[]> {
  const { userId, mails, tunedTag, controlTag, signal } = input;
  const drafted = new Map<HeldOutMail, DraftedMail>();
  const waiting = [...mails];
  const work = async () => {
    for (let mail = waiting.shift(); mail !== undefined; mail = waiting.shift()) {
      const prompt = await replyPrompt({
        ctx,
        input: { userId, messageId: mail.messageId },
      });
      const ask = (modelName: string | null) => writeDraft(ctx, { ...prompt, modelName, signal });
      const base = await ask(null);
      const tuned = await ask(tunedTag);
      const control = controlTag === null ? null : await ask(controlTag);
      drafted.set(mail, { ...mail, base, tuned, control });
      if (drafted.size % 5 === 0) input.say(`${drafted.size} of ${mails.length} mails answered`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return mails.flatMap((mail) => drafted.get(mail) ?? []);
}

async function writeDraft(
  ctx: ServiceContext,
  order: ReplyPrompt & { modelName: string | null; signal: AbortSignal },
): Promise<string> {
  const { signal, ...asked } = order;
  const draft = await ctx.draftRelay.order({ ...asked, maxTokens: MAX_DRAFT_TOKENS });
  const who = asked.modelName ?? 'the base';
  if (draft === null) throw new Error(`No agent that is online can write with ${who}.`);
  try {
    let text = '';
    for await (const event of draft.events) {
      signal.throwIfAborted();
      if (event.type === 'failed') throw new Error(`A draft of ${who} failed: ${event.message}`);
      if (event.type === 'text') text += event.text;
    }
    return text;
  } finally {
    draft.release();
  }
}
