import type { DatasetRow } from '@emailai/contracts/dataset';
import type { DropReason } from '@emailai/contracts/drop-reason';
import type { Mail } from '@emailai/contracts/mail';
import { MAX_OLDER_TURNS } from '@emailai/contracts/prompt';
import { ownWords } from '../quotes/own-words';
import { balanceRows } from './balance-rows';
import { languageOf } from './language-of';
import { MailThreads } from './mail-threads';
import { SeenTexts } from './near-duplicates';
import { recoverParent } from './recover-parent';
import { refuseEnvelope, refuseInput, refuseWords } from './refuse-sent';
import { recipientOf, renderRow } from './render-row';
import type { ShownMail } from './reply-input';
import { SeenTemplates } from './reply-template';
import { Surrogates } from './surrogates';

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
  /** Of the paired, those whose incoming mail was read from the quote below the answer. */
  recovered: number;
  withoutParent: number;
  /** Code units of mail that did not fit the prompt or the reply limit. */
  cutChars: number;
  /** Rows by the language of the reply (ISO 639-1), `undecided` where it is too short to tell. */
  languages: Record<string, number>;
}

interface Candidate {
  id: string;
  correspondent: string;
  threadId: string;
  row: ThreadedRow;
  parent: 'found' | 'recovered' | 'none';
  cutChars: number;
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
  const surrogates = new Surrogates(ownAddresses);
  const seen = new SeenTexts();
  const templates = new SeenTemplates();
  const seenIds = new Set<string>();
  const newestFirst = [...sent].sort((a, b) => b.sentAt.getTime() - a.sentAt.getTime());
  // A quote may join two threads: all are read before any thread is named.
  for (const mail of newestFirst) threads.parentOf(mail, isOwn);

  const readSent = (mail: Mail): Candidate | DropReason => {
    if (seenIds.has(mail.messageId ?? mail.id)) return 'near_duplicate';
    seenIds.add(mail.messageId ?? mail.id);
    const found = threads.parentOf(mail, isOwn);
    const parent = found ?? recoverParent(mail);
    const refusedEnvelope = refuseEnvelope(mail, { ownAddresses: own, isReply: parent !== null });
    if (refusedEnvelope !== null) return refusedEnvelope;
    const words = ownWords(mail);
    const refusedWords = refuseWords(words);
    if (refusedWords !== null) return refusedWords;
    const older = threads.turnsBefore(mail, isOwn).slice(-MAX_OLDER_TURNS);
    const refusedInput = refuseInput(parent === null ? [addressed(mail)] : [...older, parent]);
    if (refusedInput !== null) return refusedInput;
    if (seen.has(words.text)) return 'near_duplicate';
    const names = [...mail.to, ...mail.cc, parent?.from ?? { name: '' }].map(({ name }) => name);
    if (templates.isUsedUp(words.text, names)) return 'same_template';
    seen.add(words.text);
    const { cutChars, ...texts } = renderRow({
      mail,
      text: words.text,
      parent,
      older,
      ownName,
      isOwn,
      surrogates,
    });
    const threadId = threads.threadIdOf(mail);
    return {
      id: mail.id,
      correspondent: correspondentOf(mail, parent),
      threadId,
      row: { id: mail.id, sentAt: mail.sentAt.toISOString(), ...texts, threadId },
      parent: found !== null ? 'found' : parent !== null ? 'recovered' : 'none',
      cutChars,
    };
  };

  const dropped: BuiltRows['dropped'] = [];
  const candidates: Candidate[] = [];
  for (const mail of newestFirst) {
    const outcome = readSent(mail);
    if (typeof outcome === 'string') dropped.push({ id: mail.id, reason: outcome });
    else candidates.push(outcome);
  }
  const balanced = balanceRows(candidates);
  const languages: Record<string, number> = {};
  for (const { row } of balanced.rows) {
    const language = languageOf(row.output) ?? 'undecided';
    languages[language] = (languages[language] ?? 0) + 1;
  }
  const count = (parent: Candidate['parent']) =>
    balanced.rows.filter((one) => one.parent === parent).length;
  return {
    rows: balanced.rows.map(({ row }) => row),
    dropped: [...dropped, ...balanced.dropped],
    paired: count('found') + count('recovered'),
    recovered: count('recovered'),
    withoutParent: count('none'),
    cutChars: balanced.rows.reduce((sum, one) => sum + one.cutChars, 0),
    languages,
  };
}

/** A mail without a parent as its row shows it: whom it is for, and what it is about. */
const addressed = (mail: Mail): ShownMail => ({
  ...mail,
  from: { name: recipientOf(mail), address: '' },
});

/** Whom a mail answers; where it answers nobody, whom it addresses first. */
function correspondentOf(mail: Mail, parent: ShownMail | null): string {
  const person = parent?.from ?? mail.to[0] ?? mail.cc[0];
  return (person?.address || person?.name || '').toLowerCase();
}
