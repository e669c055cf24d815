import type { DropReason } from '@emailai/contracts/drop-reason';
import type { Mail } from '@emailai/contracts/mail';
import { buildRows, type ThreadedRow } from '../pairs/build-rows';
import { MailThreads } from '../pairs/mail-threads';
import { ownWords } from '../quotes/own-words';
import type { AuthorMail } from './author-mail';
import { lineHash, mailHash } from './label-hashes';
import { SIGN_OFF_LABELS } from './sign-off-labels';

/** How well one person's mail was read. Shares are 0 to 1. */
export interface AuthorFigures {
  /** Of the replies whose parent is in the mailbox. */
  parentsCorrect: number;
  /** The same with In-Reply-To and References taken from all mail. */
  parentsWithoutHeaders: number;
  /** Replies whose parent is in no mailbox and that were given one all the same. */
  parentsInvented: number;
  /** Rows with a run of eight words that stands on a quoted line of the sent mail. */
  rowsWithQuotedText: number;
  /** Replies with 2 to 400 own words that became rows. */
  rowShare: number;
  /** Of the mails labelled by hand, those whose sign-off stands in their own words; null without any. */
  signOffKept: number | null;
  labelled: number;
  rows: number;
  /** Rows whose incoming mail was read from the quote. */
  recovered: number;
  /** Whether the mail with the list's headers and footers gives the very same rows. */
  rawGivesSameRows: boolean;
  droppedByReason: Partial<Record<DropReason, number>>;
}

const RUN_WORDS = 8;
const QUOTED_LINE = /^\s{0,3}>/;
const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const runsOf = (words: readonly string[]) =>
  words.slice(RUN_WORDS - 1).map((_, at) => words.slice(at, at + RUN_WORDS).join(' '));

const withoutLinks = (mails: readonly Mail[]) =>
  mails.map((mail): Mail => ({ ...mail, inReplyTo: null, references: [] }));

/** Share of the replies whose parent is here and was found, and how many parents were made up. */
function measureParents(
  { threads, ownAddresses }: AuthorMail,
  { sent, incoming }: { sent: readonly Mail[]; incoming: readonly Mail[] },
): { correct: number; invented: number } {
  const own = new Set(ownAddresses);
  const found = new MailThreads([...incoming, ...sent]);
  const byId = new Map(sent.map((mail) => [mail.messageId, mail]));
  const counts = { linked: 0, correct: 0, invented: 0 };
  for (const { messageId, parentId, parentIn } of threads) {
    const mail = byId.get(messageId);
    const parent = mail && found.parentOf(mail, ({ from }) => own.has(from.address));
    if (parentIn === 'INBOX' || parentIn === 'Sent') {
      counts.linked += 1;
      if (parent?.messageId === parentId) counts.correct += 1;
    } else if (parent) counts.invented += 1;
  }
  return { correct: counts.correct / counts.linked, invented: counts.invented };
}

function countQuotedRows(rows: readonly ThreadedRow[], sent: readonly Mail[]): number {
  const byId = new Map(sent.map((mail) => [mail.id, mail]));
  return rows.filter((row) => {
    const lines = (byId.get(row.id)?.body ?? '').split('\n').filter((one) => QUOTED_LINE.test(one));
    const quoted = new Set(lines.flatMap((line) => runsOf(wordsOf(line))));
    return runsOf(wordsOf(row.output)).some((run) => quoted.has(run));
  }).length;
}

function measureSignOffs(sent: readonly Mail[]): { kept: number; labelled: number } {
  const labels = new Map(
    SIGN_OFF_LABELS.map((label) => {
      const [mail = '', ...lines] = label.split(' ');
      return [mail, lines];
    }),
  );
  let kept = 0;
  let labelled = 0;
  for (const mail of sent) {
    const expected = mail.messageId === null ? undefined : labels.get(mailHash(mail.messageId));
    if (expected === undefined || mail.messageId === null) continue;
    labelled += 1;
    const id = mail.messageId;
    const lines = ownWords(mail).text.split('\n');
    const hashes = new Set(lines.map((line) => lineHash(id, line)));
    if (expected.every((line) => hashes.has(line))) kept += 1;
  }
  return { kept: labelled === 0 ? 0 : kept / labelled, labelled };
}

const countReasons = (dropped: readonly { reason: DropReason }[]) => {
  const counts: Partial<Record<DropReason, number>> = {};
  for (const { reason } of dropped) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
};

export function measureAuthor(author: AuthorMail): AuthorFigures {
  const { sent, sentRaw, incoming, ownAddresses, ownName, threads } = author;
  const owner = { ownAddresses, ownName };
  const built = buildRows({ sent, incoming, ...owner });
  const fromRaw = buildRows({ sent: sentRaw, incoming, ...owner });
  const byHeaders = measureParents(author, { sent, incoming });
  const byText = measureParents(author, {
    sent: withoutLinks(sent),
    incoming: withoutLinks(incoming),
  });
  const messageIds = new Map(sent.map((mail) => [mail.id, mail.messageId]));
  const inRows = new Set(built.rows.map((row) => messageIds.get(row.id)));
  const replies = threads.filter((one) => one.ownWords >= 2 && one.ownWords <= 400);
  const signOffs = measureSignOffs(sent);
  return {
    parentsCorrect: byHeaders.correct,
    parentsWithoutHeaders: byText.correct,
    parentsInvented: byHeaders.invented + byText.invented,
    rowsWithQuotedText: countQuotedRows(built.rows, sent),
    rowShare: replies.filter(({ messageId }) => inRows.has(messageId)).length / replies.length,
    signOffKept: signOffs.labelled === 0 ? null : signOffs.kept,
    labelled: signOffs.labelled,
    rows: built.rows.length,
    recovered: built.recovered,
    rawGivesSameRows: JSON.stringify(fromRaw.rows) === JSON.stringify(built.rows),
    droppedByReason: countReasons(built.dropped),
  };
}
