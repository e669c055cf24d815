import { join } from 'node:path';
import { MAX_SENT_READ } from '@emailai/contracts/dataset';
import { z } from 'zod';
import { openJsonlWriter } from '../jsonl-file';
import type { Stage, StageContext } from '../stage';

/** Mails asked for at a time: the most the protocol allows. */
const PAGE = 200;
/** Incoming mails read to find what was answered; beyond that a mailbox would not fit the memory. */
const MAX_INCOMING_READ = 10_000;

const extractedMailSchema = z.object({
  sentFile: z.string(),
  incomingFile: z.string(),
  sent: z.number().int(),
  incoming: z.number().int(),
});
export type ExtractedMail = z.infer<typeof extractedMailSchema>;

/** Reads the mailbox's sent mail, newest first, and the mail it answers. */
export const extractMail: Stage<null, ExtractedMail> = {
  number: 1,
  name: 'extract-mail',
  resumes: false,
  output: extractedMailSchema,
  closing: ({ sent, incoming }) => ({ type: 'extracted', sent, incoming }),
  async run(_input, ctx) {
    const sentFile = join(ctx.dir, 'sent.jsonl');
    const incomingFile = join(ctx.dir, 'incoming.jsonl');
    const sent = await copyMail(ctx, 'sent', sentFile, MAX_SENT_READ);
    const incoming = await copyMail(ctx, 'incoming', incomingFile, MAX_INCOMING_READ);
    return { sentFile, incomingFile, sent, incoming };
  },
};

/** Pages through one side of the mailbox; resolves with the number of mails written to `file`. */
async function copyMail(
  { ports, signal }: StageContext,
  kind: 'sent' | 'incoming',
  file: string,
  most: number,
): Promise<number> {
  const writer = await openJsonlWriter(file);
  let count = 0;
  let cursor: string | null = null;
  try {
    do {
      signal.throwIfAborted();
      const limit = Math.min(PAGE, most - count);
      const page: Awaited<ReturnType<typeof ports.desk.jobMail>> = await ports.desk.jobMail({
        kind,
        cursor,
        limit,
      });
      await writer.append(page.mails);
      count += page.mails.length;
      cursor = page.nextCursor;
    } while (cursor !== null && count < most);
  } finally {
    await writer.close();
  }
  return count;
}
