import type { Mail } from '@emailai/contracts/mail';

/** The ways in which mail programs pack a text. */
export const EML_FORMS = [
  'plain',
  'quoted-printable',
  'base64',
  'html',
  'alternative',
  'mixed',
] as const;
export type EmlForm = (typeof EML_FORMS)[number];

const encodeWord = (text: string) =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`;
const quoteName = (name: string) =>
  /^[\x20-\x7e]*$/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : encodeWord(name);
const person = ({ name, address }: { name: string; address: string }) =>
  `${quoteName(name)} <${address}>`;
const lines = (text: string) => text.replace(/\n/g, '\r\n');

function quotedPrintable(text: string): string {
  const bytes = Buffer.from(text);
  let line = '';
  const out: string[] = [];
  for (const byte of bytes) {
    if (byte === 0x0a) {
      out.push(line);
      line = '';
      continue;
    }
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x3d;
    const code = isPlain
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (line.length + code.length > 75) {
      out.push(`${line}=`);
      line = '';
    }
    line += code;
  }
  return [...out, line].join('\r\n');
}

const base64 = (text: string) =>
  (
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n');
const escapeHtml = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const html = (text: string) =>
  `<html><body>${text
    .split('\n')
    .map((line) => `<div>${escapeHtml(line) || '<br>'}</div>`)
    .join('')}</body></html>`;

const part = (type: string, encoding: string, content: string) =>
  `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${content}\r\n`;

function bodyOf(mail: Mail, form: EmlForm): string {
  const text = mail.body;
  const alternative =
    `Content-Type: multipart/alternative; boundary="alt"\r\n\r\n--alt\r\n` +
    `${part('text/plain', 'quoted-printable', quotedPrintable(text))}--alt\r\n` +
    `${part('text/html', 'base64', base64(html(text)))}--alt--\r\n`;
  switch (form) {
    case 'plain':
      return part('text/plain', '8bit', lines(text));
    case 'quoted-printable':
      return part('text/plain', 'quoted-printable', quotedPrintable(text));
    case 'base64':
      return part('text/plain', 'base64', base64(text));
    case 'html':
      return part('text/html', 'quoted-printable', quotedPrintable(html(text)));
    case 'alternative':
      return alternative;
    case 'mixed':
      return (
        `Content-Type: multipart/mixed; boundary="mix"\r\n\r\n--mix\r\n${alternative}\r\n--mix\r\n` +
        `Content-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n` +
        `${base64('%PDF-1.4 '.repeat(60))}\r\n--mix--\r\n`
      );
  }
}

/** The message as a mail program would have sent it. */
export function writeEml(mail: Mail, form: EmlForm): Buffer {
  const headers = [
    `From: ${person(mail.from)}`,
    `To: ${mail.to.map(person).join(', ')}`,
    `Subject: ${encodeWord(mail.subject)}`,
    `Date: ${mail.sentAt.toUTCString()}`,
    `Message-ID: ${mail.messageId ?? ''}`,
    ...(mail.inReplyTo === null ? [] : [`In-Reply-To: ${mail.inReplyTo}`]),
    ...(mail.references.length === 0 ? [] : [`References: ${mail.references.join('\r\n ')}`]),
    'MIME-Version: 1.0',
  ];
  return Buffer.from(`${headers.join('\r\n')}\r\n${bodyOf(mail, form)}`);
}
