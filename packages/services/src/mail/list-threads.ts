import { ServiceError } from '@emailai/contracts/errors';
import { ownMailbox } from '../account/own-mailbox';
import type { VerbArgs } from '../context';
import { openMailboxKey } from './mailbox-key';
import type { ThreadPage, ThreadSummary } from './thread-view';

const SNIPPET_CHARS = 140;

interface ListThreadsInput {
  userId: string;
  emailAccountId: string;
  /** `nextCursor` of the page before. */
  cursor: string | null;
  limit: number;
}

/** A mailbox's threads that hold mail of others, the one with the newest such mail first. */
export async function listThreads({ ctx, input }: VerbArgs<ListThreadsInput>): Promise<ThreadPage> {
  const mailbox = await ownMailbox({ ctx, input });
  const { emailMessage } = ctx.db.prisma;
  const after = input.cursor === null ? null : parseCursor(input.cursor);
  const page = await emailMessage.groupBy({
    by: ['threadId'],
    where: { emailAccountId: mailbox.id, isSent: false },
    _max: { sentAt: true },
    ...(after && {
      having: {
        OR: [
          { sentAt: { _max: { lt: after.at } } },
          { AND: [{ sentAt: { _max: { equals: after.at } } }, { threadId: { lt: after.id } }] },
        ],
      },
    }),
    orderBy: [{ _max: { sentAt: 'desc' } }, { threadId: 'desc' }],
    take: input.limit,
  });
  const threadIds = page.map((row) => row.threadId);
  const members = await emailMessage.findMany({
    where: { emailAccountId: mailbox.id, threadId: { in: threadIds } },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    select: { id: true, threadId: true },
  });
  const newestIds = threadIds.flatMap(
    (threadId) => members.find((member) => member.threadId === threadId)?.id ?? [],
  );
  const newest = await emailMessage.findMany({ where: { id: { in: newestIds } } });
  const key = openMailboxKey(ctx, mailbox);
  const threads = newestIds.flatMap((id): ThreadSummary[] => {
    const row = newest.find((candidate) => candidate.id === id);
    if (!row) return [];
    const { subject, body } = key.open(row);
    return [
      {
        threadId: row.threadId,
        emailAccountId: mailbox.id,
        subject,
        from: { name: row.fromName, address: row.fromAddress },
        lastAt: row.sentAt.toISOString(),
        messageCount: members.filter((member) => member.threadId === row.threadId).length,
        snippet: body.replace(/\s+/g, ' ').trim().slice(0, SNIPPET_CHARS),
        wantsAnswer: !row.isSent,
      },
    ];
  });
  const last = page.at(-1);
  const nextCursor =
    page.length === input.limit && last?._max.sentAt
      ? `${last._max.sentAt.toISOString()}_${last.threadId}`
      : null;
  return { threads, nextCursor };
}

function parseCursor(cursor: string): { at: Date; id: string } {
  const [at = '', id = ''] = cursor.split('_');
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) {
    throw new ServiceError('invalid_input', 'cursor: not one of ours');
  }
  return { at: date, id };
}
