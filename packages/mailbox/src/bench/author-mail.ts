import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mail } from '@emailai/contracts/mail';
import { z } from 'zod';
import { readMbox } from '../mbox/read-mbox';
import { parseMail } from '../mime/parse-mail';

const accountSchema = z.object({
  addresses: z.array(z.string()),
  display_names: z.record(z.string(), z.number()),
});

/** One row of `threads.tsv`: what a sent mail truly answers. */
export interface TrueThread {
  messageId: string;
  parentId: string;
  /** Where the answered mail is; `absent` and `none` are links that no mailbox can find. */
  parentIn: string;
  ownWords: number;
}

/** A person's mail in a folder of `Sent.mbox.gz`, `INBOX.mbox.gz`, `Sent.raw.mbox.gz`, `account.json`, `threads.tsv`. */
export interface AuthorMail {
  sent: Mail[];
  /** The same mail as the list gave it out, with its headers and footers. */
  sentRaw: Mail[];
  incoming: Mail[];
  unreadable: Record<string, number>;
  threads: TrueThread[];
  ownAddresses: string[];
  ownName: string;
}

/** Folders below `dir` that hold an author's mail, by name. */
export async function listAuthors(dir: string): Promise<string[]> {
  if (!existsSync(dir)) return [];
  const names = (await readdir(dir)).sort();
  return names.filter((name) => existsSync(join(dir, name, 'threads.tsv')));
}

/** All of one author's mail. Throws where a file is missing or no mbox. */
export async function readAuthor(folder: string): Promise<AuthorMail> {
  const unreadable: Record<string, number> = {};
  const readAll = async (file: string, isSent: boolean) => {
    const mails: Mail[] = [];
    for await (const raw of readMbox(join(folder, file))) {
      const parsed = await parseMail(raw, { isSent });
      if (parsed.ok) mails.push(parsed.mail);
      else unreadable[parsed.reason] = (unreadable[parsed.reason] ?? 0) + 1;
    }
    return mails;
  };
  const account = accountSchema.parse(
    JSON.parse(await readFile(join(folder, 'account.json'), 'utf8')),
  );
  const lines = (await readFile(join(folder, 'threads.tsv'), 'utf8')).trim().split('\n').slice(1);
  return {
    sent: await readAll('Sent.mbox.gz', true),
    sentRaw: await readAll('Sent.raw.mbox.gz', true),
    incoming: await readAll('INBOX.mbox.gz', false),
    unreadable,
    threads: lines.map((line) => {
      const [messageId = '', parentId = '', parentIn = '', , ownWords = ''] = line.split('\t');
      return { messageId, parentId, parentIn, ownWords: Number(ownWords) };
    }),
    ownAddresses: account.addresses,
    ownName: Object.keys(account.display_names)[0] ?? '',
  };
}
