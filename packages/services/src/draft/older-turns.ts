import type { Mail } from '@emailai/contracts/mail';
import { MAX_OLDER_TURNS } from '@emailai/contracts/prompt';
import { MailThreads } from '@emailai/mailbox/pairs/mail-threads';

/** The turns that led to `mail`, oldest first: what it answers, and what that answered. `thread` holds them all. */
export function olderTurns(
  mail: Mail,
  thread: readonly Mail[],
  isOwn: (mail: Mail) => boolean,
): Mail[] {
  const threads = new MailThreads(thread);
  const turns: Mail[] = [];
  for (
    let turn = threads.parentOf(mail, isOwn);
    turn !== null && turns.length < MAX_OLDER_TURNS;
  ) {
    if (turn.sentAt > mail.sentAt || turns.includes(turn)) break;
    turns.unshift(turn);
    turn = threads.parentOf(turn, isOwn);
  }
  return turns;
}
