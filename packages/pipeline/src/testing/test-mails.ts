import type { Mail } from '@emailai/contracts/mail';

const TOM = { name: 'Tom Hale', address: 'tom@example.org' };
const MARTA = { name: 'Marta Lindqvist', address: 'marta@example.org' };

/** Mails between two people, newest first, each its own thread. */
export function testMails(count: number, isSent: boolean): Mail[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `${isSent ? 's' : 'i'}${at}`,
    messageId: `<${isSent ? 's' : 'i'}${at}@example.org>`,
    inReplyTo: isSent ? `<i${at}@example.org>` : null,
    references: [],
    from: isSent ? TOM : MARTA,
    to: [isSent ? MARTA : TOM],
    cc: [],
    subject: `About number ${at}`,
    sentAt: new Date(Date.UTC(2026, 2, 28) - at * 3_600_000 - (isSent ? 0 : 600_000)),
    body: isSent ? `heya Marta,\nnumber ${at} is fine with me.\ntom` : `Hi Tom, what about ${at}?`,
    isSent,
    markers: {},
  }));
}
