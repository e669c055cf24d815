import type { ChatRequest, ChatTurn } from '@emailai/serving/engine';
import { DoorError } from './door-error';
import type { DoorModel } from './door-models';
import { BASE_NAME } from './door-models';
import type { DoorCaller } from './door-tokens';
import { mailOfPrompt } from './mail-of-prompt';

/** A request of either API, in one shape. */
export interface DraftWish {
  turns: readonly ChatTurn[];
  maxTokens: number;
  temperature: number;
  seed: number | undefined;
  /** Texts that end the draft where they would begin. */
  stop: readonly string[];
  /** What was asked for beyond plain text, in words: a personal model gives none of it. */
  extras: readonly string[];
}

export interface PlannedDraft {
  request: Omit<ChatRequest, 'signal'>;
  stop: readonly string[];
  cutChars: number;
  /** Who takes turns with the others. */
  whose: string;
}

/**
 * Personal models write drafts, in plain text and the training template; what is no draft is refused, never given
 * to the base instead. Throws a DoorError.
 */
export function planDraft(caller: DoorCaller, model: DoorModel, wish: DraftWish): PlannedDraft {
  const { turns, extras, stop, maxTokens, temperature, seed } = wish;
  const whose = caller.kind === 'writer' ? caller.modelName : caller.kind;
  const last = turns.at(-1);
  if (last?.role !== 'user' || last.content.trim() === '') {
    throw new DoorError(400, 'The last message must be the user’s and not empty.');
  }
  const sampling = { maxTokens, temperature, ...(seed === undefined ? {} : { seed }) };
  const [extra] = extras;
  if (extra !== undefined) {
    throw new DoorError(400, `${extra} is not offered at this door: models write plain text.`);
  }
  if (model.tag === null) {
    const earlier = turns.slice(0, -1);
    const request = { model: null, earlier, userMessage: last.content, ...sampling };
    return { request, stop, cutChars: 0, whose };
  }
  if (caller.kind === 'operator') {
    throw new DoorError(
      403,
      `The operator's token shows the names of personal models and writes with ${BASE_NAME} only: a mailbox's own token writes in its voice.`,
    );
  }
  if (turns.length > 1) {
    throw new DoorError(
      400,
      `A personal model answers one mail: it was trained on mails alone and takes no system message and no conversation. Send the mail as the only message, or ask ${BASE_NAME}.`,
    );
  }
  const { userMessage, cutChars } = mailOfPrompt(last.content, new Date());
  return { request: { model: model.tag, userMessage, ...sampling }, stop, cutChars, whose };
}
