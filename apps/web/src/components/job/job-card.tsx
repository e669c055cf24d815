import { isOpen, STATUS_WORDS } from '@emailai/contracts/job/states';
import Link from 'next/link';
import { useId } from 'react';
import type { JobLog } from '../../browser/job-log';
import type { Job, Waiting } from '../../browser/trpc';
import { Button } from '../ui/button';
import { Card, CardTitle } from '../ui/card';
import { Confirm } from '../ui/confirm';
import { AgainIcon, StopIcon } from '../ui/icons';
import { Notice } from '../ui/notice';
import { JobFailure } from './job-failure';
import { JobFigures } from './job-figures';
import { LossCurve } from './loss-curve';
import { ProgressLine } from './progress-line';
import { StageList } from './stage-list';
import { Verdict } from './verdict';
import { WaitingNotice } from './waiting-notice';

export interface JobCardProps {
  job: Job;
  log: JobLog;
  waiting: Waiting | null;
  connection: 'connecting' | 'live' | 'broken';
  /** The version that drafts now. */
  activeVersion: number | null;
  now: Date;
  isBusy: boolean;
  onCancel: () => void;
  onRetry: () => void;
  /** Where its attempts and its log are; absent on that very page. */
  detailsHref?: string;
}

/** One job, in whatever state it is: waiting, running, done, failed or cancelled. */
export function JobCard(props: JobCardProps) {
  const { job, log, waiting, now } = props;
  const titleId = useId();
  // The log is ahead of the row that was read a moment ago, or behind it until its backlog has arrived.
  const isLogNewer = log.status !== null && log.seq >= job.eventSeq;
  const status = isLogNewer && log.status !== null ? log.status : job.status;
  const progress = isLogNewer ? log.progress : job.progress;
  const isRunning = isOpen(status);
  const isCancelling = isRunning && (job.cancelRequested || log.cancelRequested);
  const words = isCancelling ? 'Cancelling: the agent is stopping' : STATUS_WORDS[status];

  return (
    <Card aria-labelledby={titleId} data-status={status} className="p-5 sm:p-7">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <CardTitle id={titleId}>
            <span aria-live="polite">{words}</span>
          </CardTitle>
          <p className="mt-1 text-quiet text-sm">
            {subtitleOf(job, log, isRunning)}
            {isRunning && props.connection !== 'live' ? ' · reconnecting …' : ''}
          </p>
        </div>
        <JobButton {...props} status={status} isCancelling={isCancelling} />
      </div>
      <ProgressLine status={status} progress={progress} words={words} />
      {isRunning || status === 'CANCELLED' ? <StageList status={status} log={log} /> : null}
      {status === 'PENDING' && waiting ? <WaitingNotice waiting={waiting} log={log} /> : null}
      {isRunning && status !== 'PENDING' && job.agent?.online === false ? (
        <div className="mt-5">
          <Notice look="wait" title="The agent is offline and reconnecting.">
            Nothing is lost: the job goes on where it was, or another agent takes it over.
          </Notice>
        </div>
      ) : null}
      {status === 'FAILED' ? <JobFailure job={job} log={log} /> : null}
      {status === 'COMPLETED' ? (
        <Verdict job={job} log={log} activeVersion={props.activeVersion} />
      ) : null}
      <LossCurve log={log} isRunning={isRunning} baseLoss={job.heldOut?.base ?? null} />
      <JobFigures job={job} log={log} status={status} now={now} />
      {props.detailsHref === undefined ? null : (
        <p className="mt-5 text-sm">
          <Link href={props.detailsHref} className="text-ink underline underline-offset-4">
            Attempts, costs and log
          </Link>
        </p>
      )}
    </Card>
  );
}

function subtitleOf(job: Job, log: JobLog, isRunning: boolean): string {
  const agent = log.agentName ?? job.agent?.name;
  const version = job.version === null ? '' : `Version ${job.version} of your model`;
  const where = agent ? `${isRunning ? 'on' : 'trained on'} ${agent}` : '';
  const attempt = log.attempt > 1 ? `attempt ${log.attempt}` : '';
  const resumed =
    isRunning && log.resumedFromEpoch !== null ? `resumed after epoch ${log.resumedFromEpoch}` : '';
  return [version, where, attempt, resumed].filter((part) => part !== '').join(' · ');
}

function JobButton({
  status,
  isCancelling,
  isBusy,
  onCancel,
  onRetry,
}: JobCardProps & { status: Job['status']; isCancelling: boolean }) {
  if (isOpen(status)) {
    return (
      <Confirm
        trigger={
          <Button disabled={isBusy || isCancelling}>
            <StopIcon className="size-4" /> Cancel
          </Button>
        }
        title="Cancel this training?"
        confirmWords="Cancel the training"
        keepWords="Keep training"
        onConfirm={onCancel}
      >
        What was trained so far is thrown away. Your current drafts stay as they are.
      </Confirm>
    );
  }
  if (status === 'FAILED' || status === 'CANCELLED') {
    return (
      <Button look="ink" onClick={onRetry} disabled={isBusy}>
        <AgainIcon className="size-4" /> Retry
      </Button>
    );
  }
  return null;
}
