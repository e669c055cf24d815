'use client';

import { refusalWords } from '../../browser/refusal-words';
import { trpc } from '../../browser/trpc';
import { useNow } from '../../browser/use-now';
import { Card } from '../ui/card';
import { Refusal } from '../ui/notice';
import { PageTitle } from '../ui/page-title';
import { LoadingWords, Skeleton } from '../ui/skeleton';
import { ApiTokenRow } from './api-token-row';
import { NewApiToken } from './new-api-token';
import { TokenExample } from './token-example';

/** Settings → API tokens: what a writer's own scripts sign in with. */
export function ApiTokensPage() {
  const tokens = trpc.apiToken.list.useQuery();
  const now = useNow(5_000);
  return (
    <div className="flex flex-col gap-5">
      <PageTitle title="API tokens" note="What scripts of yours sign in with">
        <NewApiToken />
      </PageTitle>
      {tokens.isPending ? (
        <>
          <LoadingWords what="your tokens" />
          <Skeleton className="h-24" />
        </>
      ) : tokens.error ? (
        <Refusal words={refusalWords(tokens.error)} />
      ) : tokens.data.length === 0 ? (
        <Card className="p-8 text-center">
          <p className="font-serif text-xl">No token yet</p>
          <p className="mt-1 text-quiet">
            A script with a token of yours may start, watch and cancel trainings of your mailboxes.
            It never sees mail.
          </p>
        </Card>
      ) : (
        <Card className="overflow-hidden">
          <ul className="divide-y divide-line" aria-label="Your tokens">
            {tokens.data.map((token) => (
              <ApiTokenRow key={token.id} token={token} now={now} />
            ))}
          </ul>
        </Card>
      )}
      <TokenExample />
    </div>
  );
}
