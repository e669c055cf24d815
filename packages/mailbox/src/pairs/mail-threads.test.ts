import type { Mail } from '@emailai/contracts/mail';
import { describe, expect, it } from 'vitest';
import { asked, mail, TOM } from '../testing/test-mail';
import { MailThreads } from './mail-threads';

const isOwn = (one: Mail) => one.from.address === TOM.address;
const WORDS = 'Could you bring the blue folder and the keys of the small office along on Thursday?';
const LIST = { name: '', address: 'all@lists.example.org' };

/** Three mails of one subject within two hours, the first of which is the longest ago. */
function question(messageId: string, body: string) {
  return asked({ messageId, to: [LIST], subject: '[all] Plans', body });
}
const reply = (quote: string, fields: Omit<Partial<Mail>, 'messageId'> = {}) =>
  mail({
    messageId: '<reply>',
    to: [LIST],
    subject: '[all] Re: Plans',
    body: `Yes.\n\nTom\n\n${quote}`,
    ...fields,
  });

describe('MailThreads', () => {
  it('finds the mail that is quoted where no header names it, not the newest of the thread', () => {
    const first = question('<1>', `Hi all,\n${WORDS}\nMarta`);
    const second = question(
      '<2>',
      'I can bring neither the cake nor the plates, sorry about that.',
    );
    const answer = reply(`> Hi all,\n> ${WORDS}\n> Marta`);
    const threads = new MailThreads([first, second, answer]);
    expect(threads.parentOf(answer, isOwn)?.id).toBe(first.id);
    expect(threads.threadIdOf(answer)).toBe(threads.threadIdOf(first));
  });

  it('tells two mails of the same words by sender and date', () => {
    const first = question('<1>', 'Thursday?');
    const later = new Date(first.sentAt.getTime() + 50 * 60_000);
    const second = { ...question('<2>', 'Thursday?'), sentAt: later };
    const at = first.sentAt.toISOString().slice(0, 16).replace('T', ' ');
    const answer = reply(`On ${at}, Marta Lindqvist <marta@example.com> wrote:\n> Thursday?`);
    expect(new MailThreads([first, second, answer]).parentOf(answer, isOwn)?.id).toBe(first.id);
  });

  it('does not take a mail that quotes the same words for the one that wrote them', () => {
    const first = question('<1>', `Hi all,\n${WORDS}\nMarta`);
    const between = question(
      '<2>',
      `Me too.\n\nOn 12 Mar 2026, Marta <marta@example.com> wrote:\n> ${WORDS}\n`,
    );
    const answer = reply(`> ${WORDS}`);
    expect(new MailThreads([first, between, answer]).parentOf(answer, isOwn)?.id).toBe(first.id);
  });

  it('has no parent for a reply whose question is not here, rather than a wrong one', () => {
    const other = question('<1>', 'I can bring neither the cake nor the plates, sorry about that.');
    const answer = reply(`> ${WORDS}`, { inReplyTo: '<gone>', references: ['<1>', '<gone>'] });
    const threads = new MailThreads([other, answer]);
    expect(threads.parentOf(answer, isOwn)).toBeNull();
    expect(threads.turnsBefore(answer, isOwn).map((turn) => turn.id)).toEqual([other.id]);
  });

  it('takes the newest of the thread for a reply that quotes nothing', () => {
    const first = question('<1>', 'One?');
    const second = asked({
      messageId: '<2>',
      inReplyTo: '<1>',
      subject: 'Re: Plans',
      body: 'Two?',
    });
    const answer = mail({
      messageId: '<reply>',
      inReplyTo: '<gone>',
      references: ['<1>', '<gone>'],
      subject: 'Re: Plans',
    });
    expect(new MailThreads([first, second, answer]).parentOf(answer, isOwn)?.id).toBe(first.id);
  });

  it('takes no new mail for an answer because its list puts a name in front', () => {
    const first = question('<1>', 'One?');
    const fresh = mail({
      messageId: '<fresh>',
      to: [LIST],
      subject: '[all] Plans',
      body: 'Here is mine.',
    });
    expect(new MailThreads([first, fresh]).parentOf(fresh, isOwn)).toBeNull();
  });
});
