import { describe, expect, it } from 'vitest';
import { lightenMessage } from './lighten-message';

const raw = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1');
const ATTACHMENT = 'QUJD'.repeat(5_000);

describe('lightenMessage', () => {
  it('keeps all texts and leaves out what attachments hold, however deep', () => {
    const light = lightenMessage(
      raw(
        'Subject: x',
        'Content-Type: multipart/mixed; boundary="a b"',
        '',
        'preamble',
        '--a b',
        'Content-Type: multipart/alternative; boundary=c',
        '',
        '--c',
        'Content-Type: text/plain; charset=iso-8859-1',
        '',
        'gr\xfc\xdfe',
        '--c',
        'Content-Type: text/html',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        '<p>gr=FC=DFe</p>',
        '--c--',
        '--a b',
        'Content-Type: application/pdf; name="--a b.pdf"',
        'Content-Transfer-Encoding: base64',
        '',
        ATTACHMENT,
        '--a b--',
        'epilogue',
      ),
    );
    expect(light.length).toBeLessThan(1_000);
    const text = light.toString('latin1');
    expect(text).not.toContain('QUJDQUJD');
    expect(text).toContain(Buffer.from('gr\xfc\xdfe', 'latin1').toString('base64').slice(0, 6));
    expect(text).toContain('<p>gr=FC=DFe</p>');
    expect(text).toContain('name="--a b.pdf"');
  });

  it('unflows text of either plain encoding and drops the mark that it is flowed', () => {
    for (const [encoding, body] of [
      ['8bit', '> one \r\n> two\r\nthree'],
      ['quoted-printable', '> one=20\r\n> t=\r\nwo\r\nthree'],
    ]) {
      const light = lightenMessage(
        raw(
          `Content-Transfer-Encoding: ${encoding}`,
          'Content-Type: text/plain; charset=utf-8; format=flowed',
          '',
          body ?? '',
        ),
      ).toString('latin1');
      expect(light).not.toMatch(/flowed/i);
      const [, encoded = ''] = light.split('\r\n\r\n');
      expect(Buffer.from(encoded, 'base64').toString('latin1').trim()).toBe('> one two\nthree');
    }
  });

  it.each([
    ['no blank line', 'Subject: x\r\nContent-Type: multipart/mixed; boundary=b'],
    ['no boundary', 'Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\ntext\r\n--b--'],
    ['a boundary that is nowhere', 'Content-Type: multipart/mixed; boundary=b\r\n\r\ntext only'],
    ['nothing', ''],
  ])('gives back as it came what has %s', (_, text) => {
    expect(lightenMessage(Buffer.from(text)).toString()).toBe(text);
  });
});
