import type { PersonaId } from '@emailai/contracts/personas';
import type { PhraseBank, Slots } from '../phrases';
import type { Random } from '../random';
import type { Intent } from '../topics/topic';

/** What a writer has to say on one incoming mail. */
export interface ReplyTask {
  intent: Intent;
  /** Whether the answer is a yes. */
  agrees: boolean;
  slots: Slots;
  random: Random;
  /** A new wording of a part of the writer's bank that speaks only of what the incoming mail told. */
  say: (part: string) => string;
}

/** One writer's way with words. */
export interface Voice {
  id: PersonaId;
  bank: PhraseBank;
  greeting: (firstName: string, fullName: string) => string;
  /** Everything between greeting and sign-off. */
  body: (task: ReplyTask) => string;
  /** Lines below the sign-off, such as a postscript. */
  postscript?: (task: ReplyTask) => string;
}

/** `meet.yes` or `meet.no`. */
export const answerPart = (task: ReplyTask) => `${task.intent}.${task.agrees ? 'yes' : 'no'}`;

export const capitalise = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** A sentence with a capital and an end. */
export const sentence = (text: string) => {
  const start = capitalise(text);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
};
