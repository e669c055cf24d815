import { access } from 'node:fs/promises';
import type { Mail } from '@emailai/contracts/mail';
import { readMbox } from '@emailai/mailbox/mbox/read-mbox';
import { parseMail } from '@emailai/mailbox/mime/parse-mail';
import { ensureWriter } from '@emailai/services/account/ensure-writer';
import type { ServiceContext } from '@emailai/services/context';
import { importMail } from '@emailai/services/mail/import-mail';
import { Sentence } from '../sentence';

export interface MailFiles {
  sentFile: string;
  inboxFile: string | null;
  /** The address the mail was sent from, lower case. */
  address: string;
}

/** A writer with the mail of the files and no other; models that an earlier run made of this address stay. */
export async function importMailFiles(
  ctx: ServiceContext,
  { sentFile, inboxFile, address }: MailFiles,
  say: (sentence: string) => void,
): Promise<{ userId: string; emailAccountId: string }> {
  for (const file of [sentFile, ...(inboxFile === null ? [] : [inboxFile])]) {
    await access(file).catch((cause: unknown) => {
      throw new Sentence(`The mail file ${file} cannot be read.`, { cause });
    });
  }
  const name = await findOwnName(sentFile, address);
  const writer = await ensureWriter({ ctx, input: { address, name } });
  const { emailAccountId } = writer;
  await ctx.db.prisma.emailMessage.deleteMany({ where: { emailAccountId } });
  const unreadable = { count: 0 };
  if (inboxFile !== null) {
    const mails = mailsOf(inboxFile, { isSent: false, unreadable });
    const { imported } = await importMail({ ctx, input: { emailAccountId, mails } });
    say(`Read ${imported} mails that were received.`);
  }
  const mails = mailsOf(sentFile, { isSent: true, unreadable });
  const { imported } = await importMail({ ctx, input: { emailAccountId, mails } });
  say(`Read ${imported} mails that ${name} sent; ${unreadable.count} could not be read.`);
  return writer;
}

async function* mailsOf(
  file: string,
  { isSent, unreadable }: { isSent: boolean; unreadable: { count: number } },
): AsyncGenerator<Mail> {
  for await (const raw of readMbox(file)) {
    const parsed = await parseMail(raw, { isSent });
    if (parsed.ok) yield parsed.mail;
    else unreadable.count += 1;
  }
}

/** The name that stands before `address` in the newest sent mails most often; the address where none does. */
async function findOwnName(sentFile: string, address: string): Promise<string> {
  const names = new Map<string, number>();
  let read = 0;
  for await (const mail of mailsOf(sentFile, { isSent: true, unreadable: { count: 0 } })) {
    const { from } = mail;
    if (from.address === address && from.name !== '') {
      names.set(from.name, (names.get(from.name) ?? 0) + 1);
    }
    read += 1;
    if (read === 200) break;
  }
  return [...names].sort((a, b) => b[1] - a[1])[0]?.[0] ?? address;
}
