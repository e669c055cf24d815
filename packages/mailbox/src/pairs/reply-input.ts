import type { Mail } from '@emailai/contracts/mail';
import { MAX_OLDER_TURNS, type RenderedInput, renderReplyInput } from '@emailai/contracts/prompt';
import { ownWords } from '../quotes/own-words';

/** What of a mail the prompt shows: its own words; the whole where it has none, such as a bare forward. */
export function shownBody(mail: { body: string }): string {
  return ownWords(mail).text || mail.body;
}

/** A mail as the prompt shows it. */
export type ShownMail = Pick<Mail, 'from' | 'subject' | 'sentAt' | 'body'>;

/**
 * The input of a reply to `incoming`, in training and for live drafts alike. `older` are the turns before
 * it, oldest first; of more than two the last two count.
 */
export function replyInput({
  incoming,
  older,
  ownName,
  isOwn,
}: {
  incoming: ShownMail;
  older: readonly ShownMail[];
  ownName: string;
  isOwn: (mail: ShownMail) => boolean;
}): RenderedInput {
  return renderReplyInput(
    {
      fromName: incoming.from.name || incoming.from.address,
      toName: ownName,
      subject: incoming.subject,
      sentAt: incoming.sentAt,
      body: shownBody(incoming),
    },
    older.slice(-MAX_OLDER_TURNS).map((turn) => ({
      from: isOwn(turn) ? null : turn.from.name || turn.from.address,
      body: shownBody(turn),
    })),
  );
}
