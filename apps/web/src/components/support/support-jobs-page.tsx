'use client';

import { useState } from 'react';
import { costWords } from '../../browser/cost-words';
import { durationWords } from '../../browser/duration-words';
import { refusalWords } from '../../browser/refusal-words';
import { type SupportJobs, trpc } from '../../browser/trpc';
import { energyWords } from '../../browser/usage-words';
import { useNow } from '../../browser/use-now';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Refusal } from '../ui/notice';
import { PageTitle } from '../ui/page-title';
import { LoadingWords, Skeleton } from '../ui/skeleton';
import { ForOperators } from './for-operators';
import { SupportJobRow } from './support-job-row';

const POLL_MS = 5_000;
const PAGE_JOBS = 30;

const FILTERS = [
  { filter: 'all', words: 'All' },
  { filter: 'open', words: 'Open' },
  { filter: 'failed', words: 'Failed' },
  { filter: 'completed', words: 'Completed' },
  { filter: 'cancelled', words: 'Cancelled' },
] as const;
type Filter = (typeof FILTERS)[number]['filter'];

/** Everybody's jobs, for those who run the server: states and costs, no mail. */
export function SupportJobsPage() {
  return (
    <div className="flex flex-col gap-5">
      <PageTitle title="Jobs" note="Everybody’s trainings: how they go and what they cost" />
      <ForOperators what="everybody’s jobs">
        <AllJobs />
      </ForOperators>
    </div>
  );
}

function AllJobs() {
  const [filter, setFilter] = useState<Filter>('all');
  const now = useNow(POLL_MS);
  const pages = trpc.support.jobs.useInfiniteQuery(
    { filter, limit: PAGE_JOBS },
    { getNextPageParam: ({ nextCursor }) => nextCursor, refetchInterval: POLL_MS },
  );
  if (pages.error) return <Refusal words={refusalWords(pages.error)} />;
  const jobs = pages.data?.pages.flatMap((page) => page.jobs);
  const totals = pages.data?.pages[0]?.totals;
  return (
    <>
      {totals ? <Totals totals={totals} /> : <Skeleton className="h-20" />}
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">Which jobs</legend>
        {FILTERS.map((choice) => (
          <Button
            key={choice.filter}
            size="small"
            look={choice.filter === filter ? 'ink' : 'plain'}
            aria-pressed={choice.filter === filter}
            onClick={() => setFilter(choice.filter)}
          >
            {choice.words}
          </Button>
        ))}
      </fieldset>
      {jobs === undefined ? (
        <>
          <LoadingWords what="the jobs" />
          <Skeleton className="h-64" />
        </>
      ) : jobs.length === 0 ? (
        <Card className="p-8 text-center">
          <p className="font-serif text-xl">No such jobs</p>
          <p className="mt-1 text-quiet">Jobs appear here as soon as a writer presses Train.</p>
        </Card>
      ) : (
        <Card>
          <ul className="divide-y divide-line">
            {jobs.map((job) => (
              <SupportJobRow key={job.id} job={job} now={now} />
            ))}
          </ul>
        </Card>
      )}
      {pages.hasNextPage ? (
        <Button
          className="self-center"
          disabled={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          Show older jobs
        </Button>
      ) : null}
    </>
  );
}

function Totals({ totals }: { totals: SupportJobs['totals'] }) {
  const { waiting, running, month } = totals;
  const figures: [string, string][] = [
    ['Waiting', String(waiting)],
    ['Running', String(running)],
    ['Jobs in 30 days', String(month.jobs)],
    ['Device time', durationWords(month.gpuSeconds)],
    ...(month.energyWh === null
      ? []
      : ([['Energy', energyWords(month.energyWh)]] satisfies [string, string][])),
    ['Cost', costWords(month.costUsd)],
  ];
  return (
    <Card className="p-5">
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-x-6 gap-y-3">
        {figures.map(([label, value]) => (
          <div key={label} className="min-w-0">
            <dt className="text-quiet text-xs">{label}</dt>
            <dd className="figure mt-0.5 font-serif text-2xl leading-tight">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
