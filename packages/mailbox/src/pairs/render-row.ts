import { MAX_REPLY_WORDS } from '@emailai/contracts/dataset';
import type { Mail } from '@emailai/contracts/mail';
import {
  COMPOSE_INSTRUCTION,
  escapeRoleTokens,
  REPLY_INSTRUCTION,
  renderComposeInput,
} from '@emailai/contracts/prompt';
import { replyInput, type ShownMail, shownBody } from './reply-input';
import type { Surrogates } from './surrogates';

/** The texts of one Alpaca row. */
export interface RenderedRow {
  instruction: string;
  input: string;
  output: string;
  /** Code units of mail that did not fit the prompt or the reply limit. */
  cutChars: number;
}

/** The first `MAX_REPLY_WORDS` words of a reply, with its line breaks. */
function cutReply(text: string): { text: string; cutChars: number } {
  const words = /\S+\s*/g;
  let end = 0;
  for (let count = 0; count < MAX_REPLY_WORDS; count += 1) {
    if (words.exec(text) === null) return { text, cutChars: 0 };
    end = words.lastIndex;
  }
  return { text: text.slice(0, end).trimEnd(), cutChars: text.slice(end).trim().length };
}

/** The name a sent mail without a parent is addressed to. */
export function recipientOf({ to, cc }: Pick<Mail, 'to' | 'cc'>): string {
  const first = to[0] ?? cc[0];
  return first?.name || first?.address || '';
}

/** A reply below what it answers, or a mail below whom it is for; what belongs to others is hidden in both. */
export function renderRow({
  mail,
  text,
  parent,
  older,
  ownName,
  isOwn,
  surrogates,
}: {
  mail: Mail;
  /** The writer's own words. */
  text: string;
  parent: ShownMail | null;
  /** Oldest first. */
  older: readonly ShownMail[];
  ownName: string;
  isOwn: (mail: ShownMail) => boolean;
  surrogates: Surrogates;
}): RenderedRow {
  const shown = parent === null ? [] : [...older, parent];
  const hide = surrogates.hiderOf([
    ...shown.flatMap((one) => [one.from.name, one.subject, shownBody(one)]),
    ...(parent === null ? [recipientOf(mail), mail.subject] : []),
    text,
  ]);
  const hidden = (turn: ShownMail): ShownMail => ({
    from: { name: hide(turn.from.name || turn.from.address), address: turn.from.address },
    subject: hide(turn.subject),
    sentAt: turn.sentAt,
    body: hide(turn.body),
  });
  const input =
    parent === null
      ? renderComposeInput({ toName: hide(recipientOf(mail)), subject: hide(mail.subject) })
      : replyInput({ incoming: hidden(parent), older: older.map(hidden), ownName, isOwn });
  const reply = cutReply(hide(text));
  return {
    instruction: parent === null ? COMPOSE_INSTRUCTION : REPLY_INSTRUCTION,
    input: input.text,
    output: escapeRoleTokens(reply.text),
    cutChars: input.cutChars + reply.cutChars,
  };
}
