import { isOpen, type JobStatus } from '@emailai/contracts/job/states';
import { costWords } from '../../browser/cost-words';
import { durationWords } from '../../browser/duration-words';
import { type JobLog, usageInAll } from '../../browser/job-log';
import type { Job } from '../../browser/trpc';
import { energyWords } from '../../browser/usage-words';

/** Below this nobody has waited. */
const WORTH_TELLING_SECONDS = 5;

/** What a job costs in time and money, as figures that keep their place while they change. */
export function JobFigures({
  job,
  log,
  status,
  now,
}: {
  job: Job;
  log: JobLog;
  status: JobStatus;
  now: Date;
}) {
  if (status === 'PENDING') return null;
  const figures: [string, string][] = [];
  if (status === 'TRAINING') figures.push(['Time left', timeLeft(log, now)]);
  const waited = waitedSeconds(job);
  if (waited >= WORTH_TELLING_SECONDS) figures.push(['Waited', durationWords(waited)]);
  figures.push([isOpen(status) ? 'Elapsed' : 'Took', elapsed(job, now)]);
  if (log.lastStep) {
    const { step, totalSteps, tokensPerSecond } = log.lastStep;
    figures.push(['Step', `${step} / ${totalSteps}`]);
    figures.push(['Speed', `${Math.round(tokensPerSecond).toLocaleString('en-GB')} tokens/s`]);
  }
  const inAll = usageInAll(log);
  const gpuSeconds = Math.max(job.gpuSeconds, inAll.gpuSeconds);
  const energyWh = inAll.energyWh ?? job.energyWh;
  const costUsd = Math.max(job.costUsd, inAll.costUsd);
  if (gpuSeconds > 0) figures.push(['Device time', durationWords(gpuSeconds)]);
  if (energyWh !== null)
    figures.push(['Energy', energyWords(Math.max(energyWh, job.energyWh ?? 0))]);
  figures.push([isOpen(status) ? 'Cost so far' : 'Cost', costWords(costUsd)]);
  if (log.plan) figures.push(['Computed on', log.plan.device]);
  return (
    <dl className="mt-6 grid grid-cols-[repeat(auto-fill,minmax(7.5rem,1fr))] gap-x-6 gap-y-4 border-line border-t pt-5">
      {figures.map(([label, value]) => (
        <div key={label} className="min-w-0">
          <dt className="text-quiet text-xs">{label}</dt>
          <dd className="figure mt-0.5 font-medium leading-snug">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function timeLeft(log: JobLog, now: Date): string {
  if (log.lastStep) {
    const sinceSeconds = (now.getTime() - new Date(log.lastStep.at).getTime()) / 1_000;
    const left = log.lastStep.etaSeconds - Math.max(0, sinceSeconds);
    return left < 1 ? 'a moment' : `about ${durationWords(left)}`;
  }
  return log.plan ? `about ${durationWords(log.plan.predictedSeconds)}` : 'measuring …';
}

/** From the order to the first claim. */
function waitedSeconds(job: Job): number {
  const until = job.startedAt ?? job.finishedAt;
  return until === null ? 0 : (Date.parse(until) - Date.parse(job.createdAt)) / 1_000;
}

function elapsed(job: Job, now: Date): string {
  if (job.startedAt === null) return '–';
  const end = job.finishedAt === null ? now : new Date(job.finishedAt);
  return durationWords((end.getTime() - new Date(job.startedAt).getTime()) / 1_000);
}
