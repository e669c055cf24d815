'use client';

import { isOpen } from '@emailai/contracts/job/states';
import { useCallback } from 'react';
import { fullDayWords } from '../../browser/day-words';
import { refusalWords } from '../../browser/refusal-words';
import { type SupportJobPageView, trpc } from '../../browser/trpc';
import { useJobReport } from '../../browser/use-job-report';
import { useNow } from '../../browser/use-now';
import { JobAttempts } from '../job/job-attempts';
import { JobFigures } from '../job/job-figures';
import { JobLogLines } from '../job/job-log-lines';
import { LossCurve } from '../job/loss-curve';
import { ProgressLine } from '../job/progress-line';
import { BackLink } from '../ui/back-link';
import { Card, CardTitle } from '../ui/card';
import { Notice, Refusal } from '../ui/notice';
import { PageTitle } from '../ui/page-title';
import { Sentence } from '../ui/sentence';
import { LoadingWords, Skeleton } from '../ui/skeleton';
import { ForOperators } from './for-operators';
import { STATUS_NAMES } from './status-pill';

const POLL_MS = 3_000;

/** Any job with its log, for those who run the server. */
export function SupportJobPage({ jobId }: { jobId: string }) {
  return (
    <div className="flex flex-col gap-5">
      <BackLink href="/jobs" words="Jobs" />
      <ForOperators what="everybody’s jobs">
        <AnyJob jobId={jobId} />
      </ForOperators>
    </div>
  );
}

function AnyJob({ jobId }: { jobId: string }) {
  const view = trpc.support.job.useQuery(
    { jobId },
    { refetchInterval: ({ state }) => (state.data?.job.finishedAt === null ? POLL_MS : false) },
  );
  if (view.data) return <LoadedJob view={view.data} />;
  if (view.error) return <Refusal words={refusalWords(view.error)} />;
  return (
    <>
      <LoadingWords what="the job" />
      <Skeleton className="h-14" />
      <Skeleton className="h-80" />
    </>
  );
}

function LoadedJob({ view: { job, waiting } }: { view: SupportJobPageView }) {
  const utils = trpc.useUtils();
  const now = useNow();
  const refresh = useCallback(() => {
    void utils.support.invalidate();
  }, [utils]);
  const { log, story, refusal } = useJobReport({
    jobId: job.id,
    source: 'support',
    onEnd: refresh,
  });
  const isLogNewer = log.status !== null && log.seq >= job.eventSeq;
  const status = isLogNewer && log.status !== null ? log.status : job.status;
  const progress = isLogNewer ? log.progress : job.progress;
  const error = log.error ?? job.error;
  return (
    <>
      <PageTitle title={job.writer.name} note={job.mailboxAddress} />
      {refusal ? <Refusal words={refusal} /> : null}
      <Card aria-labelledby="state-title" data-status={status} className="p-5 sm:p-7">
        <CardTitle id="state-title">
          <span aria-live="polite">{STATUS_NAMES[status]}</span>
        </CardTitle>
        <p className="mt-1 text-quiet text-sm">
          Ordered {fullDayWords(job.createdAt)}
          {job.agent ? `, ${isOpen(status) ? 'now' : 'last'} on ${job.agent.name}` : ''}
        </p>
        <p className="break-all text-quiet text-sm">
          Job {job.id}, model {job.modelName}
        </p>
        <ProgressLine status={status} progress={progress} words={STATUS_NAMES[status]} />
        {status === 'PENDING' && waiting ? (
          <div className="mt-5">
            <Notice look="pencil" title={`Place ${waiting.position} in the queue.`}>
              {waiting.reason === 'no_agent' ? waiting.message : null}
            </Notice>
          </div>
        ) : null}
        {status === 'FAILED' && error ? (
          <div className="mt-5">
            <Notice look="bad" title={error.message}>
              {error.nextStep ? <Sentence text={error.nextStep} /> : null}{' '}
              <code className="rounded bg-sheet px-1.5 py-0.5 text-sm">{error.code}</code>
            </Notice>
          </div>
        ) : null}
        <LossCurve log={log} isRunning={isOpen(status)} baseLoss={job.heldOut?.base ?? null} />
        <JobFigures job={job} log={log} status={status} now={now} />
      </Card>
      <JobAttempts attempts={story.attempts} now={now} />
      <JobLogLines lines={story.lines} />
    </>
  );
}
