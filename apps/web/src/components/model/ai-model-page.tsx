'use client';

import { isOpen } from '@emailai/contracts/job/states';
import { useCallback, useRef } from 'react';
import { refusalWords } from '../../browser/refusal-words';
import { type FineTune, trpc } from '../../browser/trpc';
import { useJobLog } from '../../browser/use-job-log';
import { useNow } from '../../browser/use-now';
import { NoMailbox } from '../frame/no-mailbox';
import { useSession } from '../frame/session';
import { JobCard } from '../job/job-card';
import { Refusal } from '../ui/notice';
import { PageTitle } from '../ui/page-title';
import { LoadingWords, Skeleton } from '../ui/skeleton';
import { ActiveModel } from './active-model';
import { EligibilityBanner } from './eligibility-banner';
import { JobHistory } from './job-history';
import { ModelVersions } from './model-versions';
import { TrainCard } from './train-card';
import { TrialNote } from './trial-note';

/** A waiting job's place and the agents online change without an event of that job. */
const WAITING_POLL_MS = 3_000;
const IDLE_POLL_MS = 15_000;

/** Settings → AI model. */
export function AiModelPage() {
  const { mailbox } = useSession();
  if (mailbox === null) return <NoMailbox />;
  return <MailboxModel key={mailbox.id} emailAccountId={mailbox.id} address={mailbox.address} />;
}

function MailboxModel({ emailAccountId, address }: { emailAccountId: string; address: string }) {
  const view = trpc.fineTune.read.useQuery(
    { emailAccountId },
    { refetchInterval: ({ state }) => (state.data?.open ? WAITING_POLL_MS : IDLE_POLL_MS) },
  );
  return (
    <div className="flex flex-col gap-5">
      <PageTitle title="AI model" note={address} />
      {view.data ? (
        <LoadedModel view={view.data} />
      ) : view.error ? (
        <Refusal words={refusalWords(view.error)} />
      ) : (
        <>
          <LoadingWords what="your model" />
          <Skeleton className="h-14" />
          <Skeleton className="h-80" />
        </>
      )}
    </div>
  );
}

function LoadedModel({ view }: { view: FineTune }) {
  const utils = trpc.useUtils();
  const now = useNow();
  const emailAccountId = view.mailbox.id;
  const refresh = useCallback(() => {
    void utils.fineTune.read.invalidate();
    void utils.model.list.invalidate();
    void utils.mailbox.list.invalidate();
    void utils.notification.list.invalidate();
  }, [utils]);

  // The key makes a repeated click, or a click repeated by a broken connection, one job.
  const startKey = useRef(crypto.randomUUID());
  const settle = () => {
    startKey.current = crypto.randomUUID();
    return utils.fineTune.read.invalidate();
  };
  const start = trpc.fineTune.start.useMutation({ onSuccess: settle });
  const retry = trpc.fineTune.retry.useMutation({ onSuccess: settle });
  const cancel = trpc.fineTune.cancel.useMutation({ onSettled: refresh });

  const job = view.open ?? view.history[0] ?? null;
  const { log, connection, refusal } = useJobLog(job?.id ?? null, refresh);
  const isUnderWay = job !== null && isOpen(log.status ?? job.status);
  const failure = retry.error ?? cancel.error;

  return (
    <>
      <EligibilityBanner view={view} />
      {refusal ? <Refusal words={refusal} /> : null}
      {failure ? <Refusal words={refusalWords(failure)} /> : null}
      <div className="grid items-start gap-5 lg:grid-cols-[1fr_19rem]">
        <div className="grid gap-5">
          {job ? (
            <JobCard
              job={job}
              log={log}
              waiting={view.waiting}
              connection={connection}
              activeVersion={view.activeModel?.version ?? null}
              now={now}
              isBusy={retry.isPending || cancel.isPending}
              onCancel={() => cancel.mutate({ jobId: job.id })}
              onRetry={() => retry.mutate({ jobId: job.id })}
              detailsHref={`/settings/ai-model/jobs/${job.id}`}
            />
          ) : null}
          {isUnderWay ? null : (
            <TrainCard
              view={view}
              isBusy={start.isPending}
              refusal={start.error ? refusalWords(start.error) : null}
              onTrain={() => start.mutate({ emailAccountId, idempotencyKey: startKey.current })}
            />
          )}
          <JobHistory jobs={view.history} now={now} />
        </div>
        <div className="grid gap-5">
          <ActiveModel view={view} now={now} />
          <ModelVersions emailAccountId={emailAccountId} now={now} />
          {view.isTrialBase ? <TrialNote /> : null}
        </div>
      </div>
    </>
  );
}
