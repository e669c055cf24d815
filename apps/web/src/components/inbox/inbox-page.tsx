'use client';

import { refusalWords } from '../../browser/refusal-words';
import { trpc } from '../../browser/trpc';
import { useNow } from '../../browser/use-now';
import { NoMailbox } from '../frame/no-mailbox';
import { useSession } from '../frame/session';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Refusal } from '../ui/notice';
import { PageTitle } from '../ui/page-title';
import { LoadingWords, Skeleton } from '../ui/skeleton';
import { ThreadRow } from './thread-row';

export function InboxPage() {
  const { mailbox } = useSession();
  if (mailbox === null) return <NoMailbox />;
  return <MailboxThreads key={mailbox.id} emailAccountId={mailbox.id} address={mailbox.address} />;
}

function MailboxThreads({ emailAccountId, address }: { emailAccountId: string; address: string }) {
  const now = useNow(60_000);
  const pages = trpc.inbox.threads.useInfiniteQuery(
    { emailAccountId, limit: 30 },
    { getNextPageParam: ({ nextCursor }) => nextCursor },
  );
  const threads = pages.data?.pages.flatMap((page) => page.threads) ?? [];
  return (
    <div className="flex flex-col gap-5">
      <PageTitle title="Inbox" note={address} />
      {pages.isPending ? (
        <>
          <LoadingWords what="your threads" />
          <Skeleton className="h-[32rem]" />
        </>
      ) : pages.error ? (
        <Refusal words={refusalWords(pages.error)} />
      ) : threads.length === 0 ? (
        <Card className="p-8 text-center">
          <p className="font-serif text-xl">Nothing to answer</p>
          <p className="mt-1 text-quiet">Mail that comes into this mailbox appears here.</p>
        </Card>
      ) : (
        <Card className="overflow-hidden">
          <ul className="divide-y divide-line">
            {threads.map((thread) => (
              <ThreadRow key={thread.threadId} thread={thread} ownAddress={address} now={now} />
            ))}
          </ul>
        </Card>
      )}
      {pages.hasNextPage ? (
        <Button
          className="self-center"
          disabled={pages.isFetchingNextPage}
          onClick={() => pages.fetchNextPage()}
        >
          Older threads
        </Button>
      ) : null}
    </div>
  );
}
