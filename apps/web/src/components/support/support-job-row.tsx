import Link from 'next/link';
import { costWords } from '../../browser/cost-words';
import { dayWords, fullDayWords } from '../../browser/day-words';
import { durationWords } from '../../browser/duration-words';
import type { SupportJob } from '../../browser/trpc';
import { energyWords } from '../../browser/usage-words';
import { StatusPill } from './status-pill';

/** A job in the operator's list: whose it is, how it stands, what it used. */
export function SupportJobRow({ job, now }: { job: SupportJob; now: Date }) {
  const isRunning = job.finishedAt === null && job.startedAt !== null;
  return (
    <li className="relative px-5 py-3.5 hover:bg-well/50">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="min-w-0">
          <Link
            href={`/jobs/${job.id}`}
            className="font-medium after:absolute after:inset-0 hover:underline"
          >
            {job.writer.name}
          </Link>{' '}
          <span className="break-all text-quiet text-sm">{job.mailboxAddress}</span>
        </p>
        <p className="flex items-baseline gap-2.5">
          {isRunning ? <span className="figure text-quiet text-sm">{job.progress} %</span> : null}
          <StatusPill status={job.status} />
        </p>
      </div>
      <p className="figure mt-1 text-quiet text-sm">
        <time dateTime={job.createdAt} title={fullDayWords(job.createdAt)}>
          {dayWords(job.createdAt, now)}
        </time>
        {factsOf(job)
          .map((fact) => ` · ${fact}`)
          .join('')}
      </p>
      {job.error ? <p className="mt-1 text-sm">{job.error.message}</p> : null}
    </li>
  );
}

function factsOf(job: SupportJob): string[] {
  const facts: string[] = [];
  if (job.agent) facts.push(`on ${job.agent.name}`);
  if (job.attempts > 1) facts.push(`${job.attempts} attempts`);
  if (job.gpuSeconds > 0) facts.push(`${durationWords(job.gpuSeconds)} of device time`);
  if (job.energyWh !== null) facts.push(energyWords(job.energyWh));
  if (job.costUsd > 0) facts.push(costWords(job.costUsd));
  return facts;
}
