import type { JobStatus } from '@emailai/contracts/job/states';
import { costWords } from '../../browser/cost-words';
import { durationWords } from '../../browser/duration-words';
import { type Attempt, secondsOf } from '../../browser/job-story';
import { energyWords } from '../../browser/usage-words';
import { Card, CardTitle } from '../ui/card';

const ORDINALS = ['First', 'Second', 'Third'] as const;
const nameOf = (number: number) => {
  const ordinal = ORDINALS[number - 1];
  return ordinal === undefined ? `Attempt ${number}` : `${ordinal} attempt`;
};

const ENDS = {
  completed: { words: 'Completed', look: 'bg-good-wash text-good' },
  failed: { words: 'Failed', look: 'bg-bad-wash text-bad' },
  cancelled: { words: 'Cancelled', look: 'bg-pencil-wash text-pencil' },
  requeued: { words: 'Ended early', look: 'bg-wait-wash text-wait' },
} as const;
const UNDER_WAY = { words: 'Under way', look: 'bg-ink-wash text-ink' } as const;

/** Stages in a word or two, and how dark their ink is. */
const STAGES: Readonly<Partial<Record<JobStatus, { name: string; ink: string }>>> = {
  EXTRACTING_DATA: { name: 'Reading mail', ink: 'bg-ink/35' },
  PREPARING_DATA: { name: 'Preparing', ink: 'bg-ink/60' },
  TRAINING: { name: 'Training', ink: 'bg-ink' },
  DEPLOYING: { name: 'Deploying', ink: 'bg-good' },
};

/** Every claim of a job: which agent, how it ended, how long each stage took and what it used. */
export function JobAttempts({ attempts, now }: { attempts: readonly Attempt[]; now: Date }) {
  if (attempts.length === 0) return null;
  return (
    <Card aria-labelledby="attempts-title" className="overflow-hidden">
      <div className="px-5 pt-5 sm:px-7">
        <CardTitle id="attempts-title">
          {attempts.length === 1 ? 'One attempt' : `${attempts.length} attempts`}
        </CardTitle>
      </div>
      <ol className="mt-2 divide-y divide-line">
        {attempts.map((attempt) => (
          <OneAttempt key={attempt.number} attempt={attempt} now={now} />
        ))}
      </ol>
    </Card>
  );
}

function OneAttempt({ attempt, now }: { attempt: Attempt; now: Date }) {
  const { words, look } = attempt.end === null ? UNDER_WAY : ENDS[attempt.end];
  const took = durationWords(secondsOf(attempt, now));
  return (
    <li className="px-5 py-4 sm:px-7">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="font-medium">
          {nameOf(attempt.number)} <span className="text-quiet">on {attempt.agentName}</span>
        </h3>
        <p className="flex items-baseline gap-2.5">
          <span className="figure text-quiet text-sm">
            {attempt.end === null ? `for ${took}` : `after ${took}`}
          </span>
          <span className={`rounded-full px-2.5 py-0.5 font-medium text-sm ${look}`}>{words}</span>
        </p>
      </div>
      {attempt.reason === null ? null : <p className="mt-0.5 text-quiet">{attempt.reason}</p>}
      <div aria-hidden className="mt-3 flex h-2 gap-0.5 overflow-hidden rounded-full bg-well">
        {attempt.stages.map((stage) => (
          <span
            key={stage.status}
            className={`min-w-1 ${STAGES[stage.status]?.ink ?? 'bg-edge'}`}
            style={{ flexGrow: Math.max(secondsOf(stage, now), 0.001) }}
          />
        ))}
      </div>
      <dl className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(7.25rem,1fr))] gap-x-4 gap-y-2.5">
        {attempt.stages.map((stage) => (
          <Figure
            key={stage.status}
            label={STAGES[stage.status]?.name ?? stage.status}
            ink={STAGES[stage.status]?.ink ?? 'bg-edge'}
            value={durationWords(secondsOf(stage, now))}
          />
        ))}
        {usageFigures(attempt).map(([label, value]) => (
          <Figure key={label} label={label} value={value} />
        ))}
      </dl>
    </li>
  );
}

function Figure({ label, value, ink }: { label: string; value: string; ink?: string }) {
  return (
    <div className="min-w-0">
      <dt className="flex items-center gap-1.5 text-quiet text-xs">
        {ink ? <span aria-hidden className={`size-2 rounded-full ${ink}`} /> : null}
        {label}
      </dt>
      <dd className="figure mt-0.5">{value}</dd>
    </div>
  );
}

function usageFigures({ used }: Attempt): [string, string][] {
  const figures: [string, string][] = [];
  if (used.gpuSeconds > 0) figures.push(['Device time', durationWords(used.gpuSeconds)]);
  if (used.energyWh !== null) figures.push(['Energy', energyWords(used.energyWh)]);
  if (used.costUsd > 0) figures.push(['Cost', costWords(used.costUsd)]);
  return figures;
}
