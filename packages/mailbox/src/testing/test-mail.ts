import type { Mail } from '@emailai/contracts/mail';
import { mailIdOf } from '../mail-id';

export const TOM = { name: 'Tom Hale', address: 'tom@example.org' };
export const MARTA = { name: 'Marta Lindqvist', address: 'marta@example.com' };
export type MailFields = Omit<Partial<Mail>, 'messageId'> & { messageId: string };

let clock = Date.UTC(2026, 2, 12, 9);

/** A mail from Tom to Marta, one hour after the last. */
export function mail({ messageId, ...fields }: MailFields): Mail {
  clock += 3_600_000;
  return {
    id: mailIdOf(messageId),
    messageId,
    inReplyTo: null,
    references: [],
    from: TOM,
    to: [MARTA],
    cc: [],
    subject: 'Budget review',
    sentAt: new Date(clock),
    body: 'Hi Marta,\n\nThursday works for me.\n\nBest,\nTom',
    isSent: true,
    markers: {},
    ...fields,
  };
}

/** A mail from Marta to Tom, one hour after the last. */
export const asked = (fields: MailFields) =>
  mail({
    from: MARTA,
    to: [TOM],
    isSent: false,
    body: 'Hi Tom,\n\nThursday at ten?\n\nMarta',
    ...fields,
  });

/** Letters for a number: texts that differ in words and not in numbers only. */
export const wordOf = (number: number) =>
  (number + 1_000).toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');
