/**
 * The one place that says what a model reads before it writes. Training rows and live drafts are both
 * rendered here, so a personal model is never asked in words it was not trained on.
 */

/** First line of every reply prompt: the Alpaca `instruction`. */
export const REPLY_INSTRUCTION = 'Write my reply to this email.';
/** The `instruction` for a sent mail that answers nothing we have. */
export const COMPOSE_INSTRUCTION = 'Write my email.';

/** Body of the incoming mail, in UTF-16 code units, that a prompt holds at most. */
export const MAX_INCOMING_CHARS = 6_000;
/** Older turns kept before the incoming mail, and code units kept of each. */
export const MAX_OLDER_TURNS = 2;
export const MAX_OLDER_TURN_CHARS = 1_500;

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;

/** One earlier turn of the thread; `from` is `null` where the account's owner wrote it. */
export interface OlderTurn {
  from: string | null;
  body: string;
}

/** The mail that wants an answer, as the prompt shows it. Times are UTC. */
export interface IncomingMail {
  fromName: string;
  toName: string;
  subject: string;
  sentAt: Date;
  body: string;
}

export interface RenderedInput {
  text: string;
  /** Code units of mail that were cut by rule; 0 when everything fitted. */
  cutChars: number;
}

/** `Thu 12 Mar 2026`, in UTC, so that a draft can copy the weekday. */
export function promptDate(date: Date): string {
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/**
 * Makes foreign text harmless inside a prompt: it can neither open a chat role of any of the supported
 * template families nor close the delimiters below. Applied to replies as well, so both sides agree.
 */
export function escapeRoleTokens(text: string): string {
  return text
    .replaceAll('<|', '< |')
    .replaceAll('|>', '| >')
    .replace(/<(\/?)(s|start_of_turn|end_of_turn|bos|eos)>/g, '< $1$2>')
    .replace(/\[(\/?)INST\]/g, '[ $1INST]')
    .replace(/^---/gm, '- --');
}

/** Keeps the head of a text; mails put what they ask for first more often than last. */
function cut(text: string, maxChars: number): RenderedInput {
  if (text.length <= maxChars) return { text, cutChars: 0 };
  return { text: `${text.slice(0, maxChars)} […]`, cutChars: text.length - maxChars };
}

const oneLine = (text: string) => escapeRoleTokens(text).replace(/\s+/g, ' ').trim();

/** The Alpaca `input` of a reply: older turns, then the incoming mail, each delimited. */
export function renderReplyInput(
  incoming: IncomingMail,
  older: readonly OlderTurn[] = [],
): RenderedInput {
  let cutChars = 0;
  const take = (body: string, max: number) => {
    const kept = cut(escapeRoleTokens(body.trim()), max);
    cutChars += kept.cutChars;
    return kept.text;
  };
  const lines: string[] = [];
  for (const turn of older.slice(-MAX_OLDER_TURNS)) {
    lines.push(`--- earlier, from ${turn.from === null ? 'me' : oneLine(turn.from)} ---`);
    lines.push(take(turn.body, MAX_OLDER_TURN_CHARS));
  }
  lines.push('--- email ---');
  lines.push(`From: ${oneLine(incoming.fromName)}`);
  lines.push(`To: ${oneLine(incoming.toName)}`);
  lines.push(`Date: ${promptDate(incoming.sentAt)}`);
  lines.push(`Subject: ${oneLine(incoming.subject)}`);
  lines.push('');
  lines.push(take(incoming.body, MAX_INCOMING_CHARS));
  lines.push('--- end ---');
  return { text: lines.join('\n'), cutChars };
}

/** The Alpaca `input` of a sent mail without a parent. */
export function renderComposeInput(mail: { toName: string; subject: string }): RenderedInput {
  const text = [
    '--- email ---',
    `To: ${oneLine(mail.toName)}`,
    `Subject: ${oneLine(mail.subject)}`,
    '--- end ---',
  ];
  return { text: text.join('\n'), cutChars: 0 };
}

/** What goes into the single user message of the chat template. */
export function userMessage(row: { instruction: string; input: string }): string {
  return `${row.instruction}\n\n${row.input}`;
}
