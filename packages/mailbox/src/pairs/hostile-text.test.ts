import { describe, expect, it } from 'vitest';
import { lightenMessage } from '../mime/lighten-message';
import { unflow } from '../mime/unflow';
import { ownWords } from '../quotes/own-words';
import { quotedMail } from '../quotes/quoted-mail';
import { asked, mail, TOM } from '../testing/test-mail';
import { buildRows } from './build-rows';
import { codeShare } from './code-share';
import { findSecret } from './find-secret';
import { hasInjection } from './has-injection';
import { repeatsQuote } from './repeats-quote';
import { Surrogates } from './surrogates';

const CHARS = 100_000;
/** A twentieth of it is usual; what takes the square of the length takes minutes. */
const MAX_CPU_MS = 1_000;

/** What one of the patterns begins to match again and again without ever ending. */
const PIECES = [
  ...['1 ', '1', '12-', '+1 (', '(0', '0 1', '4111 ', '123 is your ', 'AA11', 'AA11 '],
  ...[
    'a@',
    'a.',
    'a@b.',
    '<a',
    '<',
    '[',
    '(',
    '{',
    '::',
    '"',
    'http://',
    'http://a ',
    'a://b:',
    '?token=',
  ],
  ...[
    'password ',
    'password is ',
    'pw: ',
    'verification code ',
    'your code ',
    'bearer ',
    'order no. ',
    'key-',
    'key ',
    'login: ',
    'password1',
    'call me on ',
  ],
  ...[
    'ignore previous ',
    'forget all ',
    '### ',
    '<|',
    'A',
    `${'A'.repeat(70)}\n`,
    '\u200b',
    '\u200ba',
  ],
  ...[
    '12 Aa ',
    '1 rue ',
    'calle a ',
    'Aaring 1 ',
    'é',
    'à ',
    'a b ',
    '  ',
    '\n',
    ' \n',
    '\t',
    'a\n ',
  ],
  ...['On ', 'On 12:30 a@b schrieb ', 'schrieb ', 'wrote:\n', '12.03.2026 ', 'Mar 12 ', '12:'],
  ...[
    'From: a@b\nTo: x\n',
    'Subject: \n',
    'a:b\n',
    '-',
    '--- ',
    '>',
    '> \n',
    '> a\nb\n',
    '| ',
    '=\n',
    '\n--a\n',
    '--a',
  ],
  ...['Best regards\n', 'Tel: 1\n', '____________\n', 'Re: '],
];

const surrogates = new Surrogates([TOM.address]);
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  ownWords: (text) => ownWords({ body: text }),
  quotedMail,
  findSecret,
  hasInjection,
  surrogates: (text) => surrogates.hiderOf([text])(text),
  codeShare,
  repeatsQuote: (text) =>
    repeatsQuote({ text, quoted: text, isBelowQuote: true, isForward: false }),
  unflow: (text) => unflow(text, true),
  lightenMessage: (text) =>
    lightenMessage(Buffer.from(`Content-Type: multipart/mixed; boundary=a\n\n${text}`)),
};

describe('text made to keep a program busy', () => {
  it.each(Object.keys(READERS))(
    'does not keep %s busy',
    (name) => {
      for (const piece of PIECES) {
        const text = piece.repeat(Math.ceil(CHARS / piece.length));
        const before = process.cpuUsage();
        READERS[name]?.(text);
        const cpuMs = process.cpuUsage(before).user / 1_000;
        expect(cpuMs, JSON.stringify(piece)).toBeLessThan(MAX_CPU_MS);
      }
    },
    60_000,
  );

  it('keeps no mailbox from being read, with headers and without', () => {
    const pairs = PIECES.flatMap((piece, at) => {
      const text = piece.repeat(Math.ceil(20_000 / piece.length));
      const question = asked({ messageId: `<q${at}>`, body: text });
      const inReplyTo = at % 2 === 0 ? question.messageId : null;
      return [
        question,
        mail({ messageId: `<a${at}>`, inReplyTo, body: `Fine by me.\n\n> ${text}` }),
      ];
    });
    const before = process.cpuUsage();
    const { rows, dropped } = buildRows({
      sent: pairs.filter((one) => one.isSent),
      incoming: pairs.filter((one) => !one.isSent),
      ownAddresses: [TOM.address],
      ownName: TOM.name,
    });
    expect(rows.length + dropped.length).toBe(PIECES.length);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(10_000);
  }, 60_000);
});
