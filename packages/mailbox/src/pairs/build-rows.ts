import {
  type DatasetRow,
  type DropReason,
  MAX_REPLY_WORDS,
  MAX_ROWS,
} from '@emailai/contracts/dataset';
import type { Mail } from '@emailai/contracts/mail';
import {
  COMPOSE_INSTRUCTION,
  escapeRoleTokens,
  MAX_OLDER_TURNS,
  REPLY_INSTRUCTION,
  renderComposeInput,
} from '@emailai/contracts/prompt';
import { ownWords } from '../quotes/own-words';
import { MailThreads } from './mail-threads';
import { SeenTexts } from './near-duplicates';
import { refuseEnvelope, refuseInput, refuseWords } from './refuse-sent';
import { replyInput, type ShownMail } from './reply-input';

/** A row and the thread it comes from, which the split keeps on one side. */
export interface ThreadedRow extends DatasetRow {
  threadId: string;
}

export interface BuiltRows {
  /** Newest first. */
  rows: ThreadedRow[];
  /** Every sent mail that is in no row, and why. */
  dropped: { id: string; reason: DropReason }[];
  paired: number;
  withoutParent: number;
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

/**
 * Training rows from one mailbox: what its owner answered, below what was answered. Newest first, at most
 * `MAX_ROWS`. No mail is lost silently: each sent one is a row or has a reason.
 */
export function buildRows({
  sent,
  incoming,
  ownAddresses,
  ownName,
}: {
  sent: readonly Mail[];
  incoming: readonly Mail[];
  ownAddresses: readonly string[];
  ownName: string;
}): BuiltRows {
  const own = new Set(ownAddresses.map((address) => address.toLowerCase()));
  const isOwn = (mail: ShownMail) => own.has(mail.from.address.toLowerCase());
  const threads = new MailThreads([...incoming, ...sent]);
  const seen = new SeenTexts();
  const seenIds = new Set<string>();
  const built: BuiltRows = { rows: [], dropped: [], paired: 0, withoutParent: 0, cutChars: 0 };

  const olderTurns = (mail: Mail) => {
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
  };
  const composeInput = ({ to, cc, subject }: Mail) => {
    const first = to[0] ?? cc[0];
    return renderComposeInput({ toName: first?.name || first?.address || '', subject });
  };
  const readSent = (mail: Mail): ThreadedRow | DropReason => {
    if (seenIds.has(mail.messageId ?? mail.id)) return 'near_duplicate';
    seenIds.add(mail.messageId ?? mail.id);
    const parent = threads.parentOf(mail, isOwn);
    const refusedEnvelope = refuseEnvelope(mail, { ownAddresses: own, isReply: parent !== null });
    if (refusedEnvelope !== null) return refusedEnvelope;
    const words = ownWords(mail);
    const refusedWords = refuseWords(words);
    if (refusedWords !== null) return refusedWords;
    const older = parent === null ? [] : olderTurns(parent);
    const refusedInput = refuseInput(parent === null ? [mail] : [...older, parent]);
    if (refusedInput !== null) return refusedInput;
    if (seen.has(words.text)) return 'near_duplicate';
    if (built.rows.length >= MAX_ROWS) return 'over_limit';
    seen.add(words.text);
    const input =
      parent === null
        ? composeInput(mail)
        : replyInput({ incoming: parent, older, ownName, isOwn });
    const reply = cutReply(words.text);
    built.cutChars += input.cutChars + reply.cutChars;
    if (parent === null) built.withoutParent += 1;
    else built.paired += 1;
    return {
      id: mail.id,
      sentAt: mail.sentAt.toISOString(),
      instruction: parent === null ? COMPOSE_INSTRUCTION : REPLY_INSTRUCTION,
      input: input.text,
      output: escapeRoleTokens(reply.text),
      threadId: threads.threadIdOf(mail),
    };
  };

  const newestFirst = [...sent].sort((a, b) => b.sentAt.getTime() - a.sentAt.getTime());
  for (const mail of newestFirst) {
    const outcome = readSent(mail);
    if (typeof outcome === 'string') built.dropped.push({ id: mail.id, reason: outcome });
    else built.rows.push(outcome);
  }
  return built;
}
