import type { Random } from '../personas/random';

/** What breaks parsers: marks of MIME, of charsets, of quotes and of HTML, put where none belong. */
const TOKENS = [
  '\r\n',
  '\n\n',
  '\r',
  '\0',
  '--',
  '\r\n--alt\r\n',
  '\r\n--mix--\r\n',
  'Content-Type: multipart/mixed; boundary=""\r\n',
  'Content-Type: multipart/mixed; boundary="alt"\r\n\r\n',
  'Content-Type: text/plain; charset=utf-16\r\n',
  'Content-Type: text/plain; charset=x-unknown; format=flowed; delsp=yes\r\n',
  'Content-Type: message/rfc822\r\n\r\n',
  'Content-Transfer-Encoding: x-uuencode\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n',
  '=?utf-8?q?=C3=28?=',
  '=?iso-2022-jp?B?GyRC?=',
  '=\r\n',
  '=ZZ',
  '\ud83d',
  '\u202e',
  '> > > ',
  '\nOn 12 Mar 2026, A <a@example.org> wrote:\n',
  '\n-----Original Message-----\nFrom: \nSent: \nTo: \nSubject: \n',
  '\n-- \n',
  '<div><blockquote><table>',
  '<!--',
  '&#x110000;',
  '(((((((((',
  '<<<<<<<<<@',
  '"""',
  ',;:,;:',
];
const MAX_REPEATS = 400;

type Change = (raw: Buffer, random: Random) => Buffer;

const spot = (raw: Buffer, random: Random) => random.between(0, raw.length);
const span = (raw: Buffer, random: Random) => {
  const start = spot(raw, random);
  return { start, end: Math.min(raw.length, start + random.between(1, 600)) };
};
const insert = (raw: Buffer, at: number, piece: Buffer) =>
  Buffer.concat([raw.subarray(0, at), piece, raw.subarray(at)]);

const CHANGES: readonly Change[] = [
  (raw, random) => {
    const changed = Buffer.from(raw);
    for (let count = random.between(1, 24); count > 0 && raw.length > 0; count -= 1) {
      changed[random.between(0, raw.length - 1)] = random.between(0, 255);
    }
    return changed;
  },
  (raw, random) => raw.subarray(0, spot(raw, random)),
  (raw, random) => {
    const { start, end } = span(raw, random);
    return Buffer.concat([raw.subarray(0, start), raw.subarray(end)]);
  },
  (raw, random) => {
    const { start, end } = span(raw, random);
    return insert(raw, spot(raw, random), raw.subarray(start, end));
  },
  (raw, random) => insert(raw, spot(raw, random), Buffer.from(random.pick(TOKENS))),
  (raw, random) => {
    const piece = Buffer.from(random.pick(TOKENS).repeat(random.between(2, MAX_REPEATS)));
    return insert(raw, spot(raw, random), piece);
  },
  (raw, random) => {
    const text = raw.toString('latin1');
    const header = random.pick([
      'content-type',
      'content-transfer-encoding',
      'date',
      'from',
      'to',
      'subject',
    ]);
    const value = random.pick(TOKENS);
    return Buffer.from(
      text.replace(new RegExp(`^${header}:.*$`, 'im'), `${header}: ${value}`),
      'latin1',
    );
  },
  (raw, random) => {
    const rows = raw.toString('latin1').split('\n');
    const [one, other] = [random.between(0, rows.length - 1), random.between(0, rows.length - 1)];
    const kept = rows[one] ?? '';
    rows[one] = rows[other] ?? '';
    rows[other] = kept;
    return Buffer.from(rows.join('\n'), 'latin1');
  },
];

/** `raw` with one to four things broken; the same for the same state of `random`. */
export function mutateMessage(raw: Buffer, random: Random): Buffer {
  let mutated = raw;
  for (let count = random.between(1, 4); count > 0; count -= 1) {
    mutated = random.pick(CHANGES)(mutated, random);
  }
  return mutated;
}
