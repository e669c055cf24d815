'use client';

import { fullDayWords } from '../../browser/day-words';
import { refusalWords } from '../../browser/refusal-words';
import { type Thread, trpc } from '../../browser/trpc';
import { Avatar } from '../ui/avatar';
import { BackLink } from '../ui/back-link';
import { Refusal } from '../ui/notice';
import { LoadingWords, Skeleton } from '../ui/skeleton';
import { DraftDesk } from './draft-desk';

export function ThreadPage({ threadId }: { threadId: string }) {
  const thread = trpc.inbox.thread.useQuery({ threadId });
  return (
    <div className="flex flex-col gap-6">
      <BackLink href="/inbox" words="Inbox" />
      {thread.data ? (
        <LoadedThread thread={thread.data} />
      ) : thread.error ? (
        <Refusal words={refusalWords(thread.error)} />
      ) : (
        <>
          <LoadingWords what="the thread" />
          <Skeleton className="h-9 w-2/3" />
          <Skeleton className="h-56" />
        </>
      )}
    </div>
  );
}

function LoadedThread({ thread }: { thread: Thread }) {
  const asked = thread.messages.find(({ id }) => id === thread.answerable);
  return (
    <>
      <h1 className="text-balance font-serif text-[2rem] leading-tight tracking-[-0.02em]">
        {thread.subject || '(no subject)'}
      </h1>
      <ol className="grid gap-4">
        {thread.messages.map((message) => (
          <Letter key={message.id} message={message} />
        ))}
      </ol>
      {asked ? (
        <DraftDesk messageId={asked.id} toName={asked.from.name || asked.from.address} />
      ) : null}
    </>
  );
}

function Letter({ message }: { message: Thread['messages'][number] }) {
  const { from, to, cc, sentAt, isSent, body } = message;
  const others = [...to, ...cc].map(({ name, address }) => name || address).join(', ');
  return (
    <li
      className={`rounded-card border border-line p-5 ${isSent ? 'ml-4 bg-transparent sm:ml-12' : 'bg-sheet shadow-card'}`}
    >
      <div className="flex items-center gap-3">
        <Avatar name={from.name || from.address} />
        <div className="min-w-0">
          <p className="truncate">
            <span className="font-medium">{isSent ? 'You' : from.name || from.address}</span>{' '}
            <span className="text-quiet text-sm">to {isSent ? others : 'you'}</span>
          </p>
          <time dateTime={sentAt} className="block text-quiet text-xs">
            {fullDayWords(sentAt)}
          </time>
        </div>
      </div>
      <p className="mt-4 max-w-prose whitespace-pre-wrap break-words font-serif text-[1.0625rem] leading-relaxed">
        {body}
      </p>
    </li>
  );
}
