import { promptDate } from '@emailai/contracts/prompt';
import type { Random } from './random';

/** The mail that a mail program puts below an answer. */
export interface QuotedMail {
  name: string;
  address: string;
  toAddress: string;
  sentAt: Date;
  subject: string;
  body: string;
}

const pad = (value: number) => String(value).padStart(2, '0');
const clock = (date: Date) => `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`;
const marked = (text: string) =>
  text
    .split('\n')
    .map((line) => (line === '' ? '>' : line.startsWith('>') ? `>${line}` : `> ${line}`))
    .join('\n');

const FORMS: readonly ((mail: QuotedMail) => string)[] = [
  (mail) =>
    `On ${promptDate(mail.sentAt)} at ${clock(mail.sentAt)}, ${mail.name} <${mail.address}> wrote:\n${marked(mail.body)}`,
  (mail) =>
    `On ${promptDate(mail.sentAt)} at ${clock(mail.sentAt)} ${mail.name} <${mail.address}>\nwrote:\n\n${marked(mail.body)}`,
  (mail) => `Am ${promptDate(mail.sentAt)} schrieb ${mail.name}:\n${marked(mail.body)}`,
  (mail) =>
    `-----Original Message-----\nFrom: ${mail.name} <${mail.address}>\nSent: ${promptDate(mail.sentAt)} ${clock(mail.sentAt)}\nTo: ${mail.toAddress}\nSubject: ${mail.subject}\n\n${mail.body}`,
];

/** `body` with the original below it, in one of the usual forms; each mailbox has a mail program of its own. */
export function quoteOriginal(random: Random, body: string, original: QuotedMail): string {
  if (random.chance(0.12)) return body;
  const form = random.pick(FORMS);
  return `${body}\n\n${form(original)}`;
}
