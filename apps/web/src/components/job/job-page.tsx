'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { fullDayWords } from '../../browser/day-words';
import { refusalWords } from '../../browser/refusal-words';
import { type JobPageView, trpc } from '../../browser/trpc';
import { useJobReport } from '../../browser/use-job-report';
import { useNow } from '../../browser/use-now';
import { BackLink } from '../ui/back-link';
import { Refusal } from '../ui/notice';
import { PageTitle } from '../ui/page-title';
import { LoadingWords, Skeleton } from '../ui/skeleton';
import { JobAttempts } from './job-attempts';
import { JobCard } from './job-card';
import { JobLogLines } from './job-log-lines';

/** A waiting job's place and its agent's presence change without an event of that job. */
const POLL_MS = 3_000;

/** One training of the writer's, from its order to its end, with everything that happened in between. */
export function JobPage({ jobId }: { jobId: string }) {
  const view = trpc.fineTune.job.useQuery(
    { jobId },
    { refetchInterval: ({ state }) => (state.data?.job.finishedAt === null ? POLL_MS : false) },
  );
  return (
    <div className="flex flex-col gap-5">
      <BackLink href="/settings/ai-model" words="AI model" />
      {view.data ? (
        <LoadedJob view={view.data} />
      ) : view.error ? (
        <Refusal words={refusalWords(view.error)} />
      ) : (
        <>
          <LoadingWords what="the training" />
          <Skeleton className="h-14" />
          <Skeleton className="h-80" />
        </>
      )}
    </div>
  );
}

function LoadedJob({ view }: { view: JobPageView }) {
  const { job, mailbox, waiting } = view;
  const utils = trpc.useUtils();
  const now = useNow();
  const refresh = useCallback(() => {
    void utils.fineTune.invalidate();
  }, [utils]);
  const { log, story, connection, refusal } = useJobReport({
    jobId: job.id,
    source: 'own',
    onEnd: refresh,
  });
  const models = trpc.model.list.useQuery({ emailAccountId: mailbox.id });
  const cancel = trpc.fineTune.cancel.useMutation({ onSettled: refresh });
  const router = useRouter();
  const retry = trpc.fineTune.retry.useMutation({
    onSuccess: (made) => router.push(`/settings/ai-model/jobs/${made.job.id}`),
  });
  const failure = cancel.error ?? retry.error;
  return (
    <>
      <PageTitle title={`Training of ${fullDayWords(job.createdAt)}`} note={mailbox.address} />
      {refusal ? <Refusal words={refusal} /> : null}
      {failure ? <Refusal words={refusalWords(failure)} /> : null}
      <JobCard
        job={job}
        log={log}
        waiting={waiting}
        connection={connection}
        activeVersion={models.data?.find(({ active }) => active)?.version ?? null}
        now={now}
        isBusy={cancel.isPending || retry.isPending}
        onCancel={() => cancel.mutate({ jobId: job.id })}
        onRetry={() => retry.mutate({ jobId: job.id })}
      />
      <JobAttempts attempts={story.attempts} now={now} />
      <JobLogLines lines={story.lines} />
    </>
  );
}
