import Link from 'next/link';
import { dayWords } from '../../browser/day-words';
import type { ThreadSummary } from '../../browser/trpc';
import { Avatar } from '../ui/avatar';

export function ThreadRow({
  thread,
  ownAddress,
  now,
}: {
  thread: ThreadSummary;
  ownAddress: string;
  now: Date;
}) {
  const { from, subject, snippet, lastAt, messageCount, wantsAnswer } = thread;
  const name = from.name || from.address;
  return (
    <li>
      <Link
        href={`/inbox/${thread.threadId}`}
        className="flex items-start gap-3 px-4 py-3.5 outline-offset-[-3px] hover:bg-well/60 sm:items-center sm:px-5"
      >
        <Avatar name={name} />
        <span className="grid min-w-0 grow gap-x-4 sm:grid-cols-[11rem_1fr]">
          <span className={`truncate ${wantsAnswer ? 'font-medium' : 'text-quiet'}`}>
            {from.address === ownAddress ? 'You' : name}
            {messageCount > 1 ? (
              <span className="figure ml-1.5 font-normal text-quiet text-xs">{messageCount}</span>
            ) : null}
          </span>
          <span className="min-w-0 truncate">
            <span className={wantsAnswer ? 'font-medium' : ''}>{subject || '(no subject)'}</span>
            <span className="text-quiet"> · {snippet}</span>
          </span>
        </span>
        <span className="flex shrink-0 flex-col items-end gap-1 sm:w-32">
          <time dateTime={lastAt} className="figure whitespace-nowrap text-quiet text-xs">
            {dayWords(lastAt, now)}
          </time>
          {wantsAnswer ? (
            <span className="rounded-full bg-ink-wash px-2 text-ink text-xs leading-5">
              to answer
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  );
}
