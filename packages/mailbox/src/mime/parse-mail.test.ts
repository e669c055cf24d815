import { describe, expect, it } from 'vitest';
import { ownWords } from '../quotes/own-words';
import { isMachineMail } from './is-machine-mail';
import { parseMail } from './parse-mail';

/** CPU time, so that a busy machine does not matter. */
const cpuMsSince = (before: NodeJS.CpuUsage) => process.cpuUsage(before).user / 1_000;

const raw = (...lines: string[]) => Buffer.from(lines.join('\r\n'));
async function read(...lines: string[]) {
  const parsed = await parseMail(raw(...lines), { isSent: false });
  if (!parsed.ok) throw new Error(`refused: ${parsed.reason}`);
  return parsed.mail;
}

describe('parseMail', () => {
  it('reads names, ids, date and text', async () => {
    const mail = await read(
      'From: =?utf-8?q?Zo=C3=AB?= Lind <Zoe@Example.org>',
      'To: Team: a@example.org, "B, C" <b@example.org>;',
      'Cc: d@example.org',
      'Subject: =?utf-8?b?R3LDvMOfZQ==?=',
      'Date: Thu, 12 Mar 2026 10:00:00 +0100',
      'Message-ID: <one@example.org>',
      'In-Reply-To: zero@example.org',
      'References: <minus@example.org> <zero@example.org>',
      'Precedence: bulk',
      'X-Other: kept by nobody',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Gr=FC=DFe',
    );
    expect(mail).toMatchObject({
      messageId: '<one@example.org>',
      inReplyTo: '<zero@example.org>',
      references: ['<minus@example.org>', '<zero@example.org>'],
      from: { name: 'Zoë Lind', address: 'zoe@example.org' },
      to: [
        { name: '', address: 'a@example.org' },
        { name: 'B, C', address: 'b@example.org' },
      ],
      cc: [{ name: '', address: 'd@example.org' }],
      subject: 'Grüße',
      isSent: false,
      markers: { precedence: 'bulk', 'content-type': 'text/plain; charset=iso-8859-1' },
    });
    expect(mail.sentAt.toISOString()).toBe('2026-03-12T09:00:00.000Z');
    expect(mail.body.trim()).toBe('Grüße');
    expect(mail.id).toMatch(/^[a-z0-9]{6,40}$/);
  });

  it('gives one mail one id, whichever way it came', async () => {
    const one = await read('Message-ID: <one@example.org>', '', 'text');
    const again = await read('Received: later', 'Message-ID: <one@example.org>', '', 'text');
    const other = await read('Message-ID: <two@example.org>', '', 'text');
    expect(again.id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
  });

  it('shows HTML as text, with its quotes marked', async () => {
    const mail = await read(
      'From: a@example.org',
      'Content-Type: text/html; charset=windows-1252',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<p>It=92s <b>fine</b> =96 see <a href=3D"https://example.org/x">this</a>.</p><blockquote>Is it?</blockquote>',
    );
    expect(mail.body).toContain('It’s fine – see this.');
    expect(mail.body).toContain('> Is it?');
  });

  it('knows an invitation below other parts', async () => {
    const mail = await read(
      'From: a@example.org',
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'You are invited.',
      '--b',
      'Content-Type: text/calendar; method=REQUEST',
      '',
      'BEGIN:VCALENDAR',
      '--b--',
    );
    expect(isMachineMail(mail)).toBe(true);
  });

  it('does not take list mail for machine mail', async () => {
    const mail = await read('From: a@example.org', 'Precedence: bulk', 'List-Id: <l>', '', 'Hi');
    expect(isMachineMail(mail)).toBe(false);
    const reply = await read('From: a@example.org', 'Auto-Submitted: auto-replied', '', 'Away');
    expect(isMachineMail(reply)).toBe(true);
    const no = await read('From: a@example.org', 'Auto-Submitted: no', '', 'Here');
    expect(isMachineMail(no)).toBe(false);
  });

  it.each([
    ['Accepted: Budget'],
    ['Zugesagt: Budget'],
    ['Zaakceptowano: Budget'],
    ['Automatic reply: Budget'],
    ['Automatische Antwort: Budget'],
    ['Abwesenheitsnotiz: Budget'],
    ['Réponse automatique : Budget'],
    ['Automatyczna odpowiedź: Budget'],
    ['Resposta automática: Budget'],
    ['Undelivered Mail Returned to Sender'],
    ['Gelesen: Budget'],
  ])('knows a program by its subject: %s', async (subject) => {
    const encoded = `=?utf-8?b?${Buffer.from(subject).toString('base64')}?=`;
    expect(isMachineMail(await read('From: a@example.org', `Subject: ${encoded}`, '', 'x'))).toBe(
      true,
    );
    const answer = `=?utf-8?b?${Buffer.from(`Re: ${subject}`).toString('base64')}?=`;
    expect(isMachineMail(await read('From: a@example.org', `Subject: ${answer}`, '', 'x'))).toBe(
      false,
    );
  });

  it('reads the HTML where the text only says that there is some', async () => {
    const mail = await read(
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Your mail program cannot show HTML.',
      '--b',
      'Content-Type: text/html',
      '',
      '<p>Hi Tom, ten is fine.</p>',
      '--b--',
    );
    expect(mail.body.trim()).toBe('Hi Tom, ten is fine.');
  });

  it('finds the text behind an attachment of many lines', async () => {
    const picture = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\r\n'.repeat(90_000);
    const mail = await read(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: image/png',
      'Content-Transfer-Encoding: base64',
      '',
      picture,
      '--b',
      'Content-Type: text/plain',
      '',
      'See above.',
      '--b--',
    );
    expect(mail.body.trim()).toBe('See above.');
  });

  it('refuses with a reason and never throws', async () => {
    expect(await parseMail(Buffer.alloc(0), { isSent: false })).toEqual({
      ok: false,
      reason: 'empty',
    });
    expect(await parseMail(raw('Subject: no body', '', ''), { isSent: false })).toEqual({
      ok: false,
      reason: 'no_text',
    });
  });

  it.each([
    ['deep HTML', `Content-Type: text/html\n\n${'<div><b>'.repeat(60_000)}word`],
    ['unclosed tags', `Content-Type: text/html\n\n${'<a href="'.repeat(60_000)}`],
    ['a table of tables', `Content-Type: text/html\n\n${'<table><tr><td>x'.repeat(30_000)}`],
    ['a long line of bars', `Subject: x\n\n${'| a '.repeat(500_000)}`],
    [
      'attributions without end',
      `Subject: x\n\n${'On 1 May 2026, A <a@b> wrote:\n'.repeat(40_000)}`,
    ],
    ['quote marks without end', `Subject: x\n\n${'> '.repeat(1_000_000)}`],
    ['blank lines without end', `Subject: x\n\nhi${'\n'.repeat(1_000_000)}`],
    ['many addresses', `To: ${'a b <c@example.org>, '.repeat(30_000)}\n\nhi`],
    ['many references', `References: ${'<a@b> '.repeat(100_000)}\n\nhi`],
    ['encoded words', `Subject: ${'=?utf-8?q?=41?= '.repeat(30_000)}\n\nhi`],
    ['nested messages', `${'Content-Type: message/rfc822\n\n'.repeat(500)}hi`],
    [
      'nested parts',
      Array.from(
        { length: 300 },
        (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`,
      ).join(''),
    ],
  ])('is done with %s in a moment', async (_, text) => {
    const before = process.cpuUsage();
    const parsed = await parseMail(Buffer.from(text), { isSent: true });
    if (parsed.ok) ownWords(parsed.mail);
    expect(cpuMsSince(before)).toBeLessThan(1_000);
  });
});
