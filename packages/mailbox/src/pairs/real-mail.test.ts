import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Mail } from '@emailai/contracts/mail';
import { PERSONA_IDS } from '@emailai/contracts/personas';
import { describe, expect, it } from 'vitest';
import { readMbox } from '../mbox/read-mbox';
import { parseMail } from '../mime/parse-mail';
import { generateMailbox } from '../personas/generate-mailbox';
import { buildRows } from './build-rows';
import { splitRows } from './split-rows';

const MAIL = fileURLToPath(new URL('../../../../../shared/data/mail/', import.meta.url));
const hasMail = existsSync(MAIL);
if (!hasMail) console.log('SKIPPED: mail of four list authors (../shared/data/mail is not there).');

async function readAll(path: string, isSent: boolean): Promise<Mail[]> {
  const mails: Mail[] = [];
  for await (const raw of readMbox(path)) {
    const parsed = await parseMail(raw, { isSent });
    if (parsed.ok) mails.push(parsed.mail);
  }
  return mails;
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Lines of eight words or more, one string each. */
const longLines = (lines: readonly string[]) =>
  lines.map(wordsOf).flatMap((words) => (words.length < 8 ? [] : [words.join(' ')]));

describe.skipIf(!hasMail)('mail of real people', () => {
  it.each(['laurent-pinchart', 'marcus-leech', 'michael-kerrisk', 'wade-fife'])(
    '%s gives rows of own words, paired with the right mail',
    async (author) => {
      const folder = `${MAIL}${author}/`;
      const account: { addresses: string[]; display_names: Record<string, number> } = JSON.parse(
        readFileSync(`${folder}account.json`, 'utf8'),
      );
      const sent = await readAll(`${folder}Sent.mbox.gz`, true);
      const incoming = await readAll(`${folder}INBOX.mbox.gz`, false);
      const ownName = Object.keys(account.display_names)[0] ?? '';
      const owner = { ownAddresses: account.addresses, ownName };
      const { rows, dropped } = buildRows({ sent, incoming, ...owner });
      expect(rows.length).toBeGreaterThanOrEqual(100);
      expect(rows.length + dropped.length).toBe(sent.length);

      const sentById = new Map(sent.map((mail) => [mail.id, mail]));
      for (const row of rows) {
        expect(row.output).not.toMatch(/^> /m);
        const body = sentById.get(row.id)?.body ?? '';
        const typed = body.split('\n').filter((one) => !/^\s{0,3}>/.test(one));
        const own = wordsOf(typed.join('\n')).join(' ');
        expect(longLines(row.output.split('\n')).filter((one) => !own.includes(one))).toEqual([]);
      }

      const replies = readFileSync(`${folder}threads.tsv`, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t'))
        .filter(([, , , , ownWords]) => Number(ownWords) >= 2 && Number(ownWords) <= 400);
      const inRows = new Set(rows.map((row) => sentById.get(row.id)?.messageId));
      const share = replies.filter(([messageId]) => inRows.has(messageId ?? '')).length;
      expect(share / replies.length).toBeGreaterThanOrEqual(0.85);

      const split = splitRows(rows);
      expect(split.heldOut.length).toBeGreaterThanOrEqual(20);
      expect(split.train.length).toBeGreaterThanOrEqual(75);

      const raw = await readAll(`${folder}Sent.raw.mbox.gz`, true);
      const fromRaw = buildRows({ sent: raw, incoming, ...owner });
      expect(fromRaw.rows.map((row) => row.output)).toEqual(rows.map((row) => row.output));
    },
    60_000,
  );
});

describe('mail of the demo writers', () => {
  it('becomes rows, all of it, with nothing of what was quoted', () => {
    for (const id of PERSONA_IDS) {
      const { sent, incoming, address, name } = generateMailbox(id);
      const { rows, paired, dropped } = buildRows({
        sent,
        incoming,
        ownAddresses: [address],
        ownName: name,
      });
      expect(dropped, id).toEqual([]);
      expect(paired).toBe(sent.length);
      const sentById = new Map(sent.map((mail) => [mail.id, mail]));
      for (const row of rows) {
        expect(row.output).not.toMatch(/^> |wrote:|schrieb|Original Message/m);
        expect(sentById.get(row.id)?.body.startsWith(row.output)).toBe(true);
      }
    }
  });

  it('is built from two thousand sent mails in under three seconds of work', () => {
    const boxes = PERSONA_IDS.flatMap((id) => [1, 2].map((seed) => generateMailbox(id, { seed })));
    const before = process.cpuUsage();
    buildRows({
      sent: boxes.flatMap((box) => box.sent).slice(0, 2_000),
      incoming: boxes.flatMap((box) => box.incoming),
      ownAddresses: boxes.map((box) => box.address),
      ownName: 'Tom Hale',
    });
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(3_000);
  });
});
