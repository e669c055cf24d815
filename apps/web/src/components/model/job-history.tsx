import Link from 'next/link';
import { costWords } from '../../browser/cost-words';
import { dayWords, fullDayWords } from '../../browser/day-words';
import { durationWords } from '../../browser/duration-words';
import type { Job } from '../../browser/trpc';
import { Card, CardTitle } from '../ui/card';

const LOOKS: Readonly<Partial<Record<Job['status'], string>>> = {
  COMPLETED: 'bg-good-wash text-good',
  FAILED: 'bg-bad-wash text-bad',
  CANCELLED: 'bg-pencil-wash text-pencil',
};
const WORDS: Readonly<Partial<Record<Job['status'], string>>> = {
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

/** Trainings that have ended, newest first. */
export function JobHistory({ jobs, now }: { jobs: Job[]; now: Date }) {
  if (jobs.length === 0) return null;
  return (
    <Card aria-labelledby="history-title" className="overflow-hidden">
      <div className="px-5 pt-5 sm:px-7">
        <CardTitle id="history-title">History</CardTitle>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section aria-label="Past trainings" tabIndex={0} className="overflow-x-auto">
        <table className="mt-3 w-full min-w-[34rem] text-left text-sm">
          <thead className="text-quiet">
            <tr>
              <th className="px-5 py-2 font-normal sm:pl-7">When</th>
              <th className="px-3 py-2 font-normal">How it ended</th>
              <th className="px-3 py-2 text-right font-normal">Base → yours</th>
              <th className="px-3 py-2 text-right font-normal">Took</th>
              <th className="px-5 py-2 text-right font-normal sm:pr-7">Cost</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line border-line border-t">
            {jobs.map((job) => (
              <tr key={job.id} className="align-top">
                <td className="figure whitespace-nowrap px-5 py-3 sm:pl-7">
                  <Link
                    href={`/settings/ai-model/jobs/${job.id}`}
                    aria-label={`Training of ${dayWords(job.createdAt, now)}`}
                    className="text-ink underline underline-offset-4"
                  >
                    <time dateTime={job.createdAt} title={fullDayWords(job.createdAt)}>
                      {dayWords(job.createdAt, now)}
                    </time>
                  </Link>
                </td>
                <td className="px-3 py-3">
                  <span
                    className={`rounded-full px-2.5 py-0.5 font-medium ${LOOKS[job.status] ?? ''}`}
                  >
                    {WORDS[job.status] ?? job.words}
                  </span>
                  {job.attempts > 1 ? (
                    <span className="ml-2 text-quiet">{job.attempts} attempts</span>
                  ) : null}
                  {job.error ? <p className="mt-1 text-quiet">{job.error.message}</p> : null}
                </td>
                <td className="figure whitespace-nowrap px-3 py-3 text-right">
                  {job.heldOut
                    ? `${job.heldOut.base.toFixed(2)} → ${job.heldOut.tuned.toFixed(2)}`
                    : '–'}
                </td>
                <td className="figure whitespace-nowrap px-3 py-3 text-right">{tookWords(job)}</td>
                <td className="figure whitespace-nowrap px-5 py-3 text-right sm:pr-7">
                  {costWords(job.costUsd)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}

function tookWords(job: Job): string {
  if (job.startedAt === null || job.finishedAt === null) return '–';
  const ms = new Date(job.finishedAt).getTime() - new Date(job.startedAt).getTime();
  return durationWords(ms / 1_000);
}
