import type { AgentEvent, Usage } from '@emailai/contracts/job/events';
import {
  type JobStatus,
  type ReportedTrigger,
  STATUS_PROGRESS,
  statusesAllowing,
  trainingProgress,
} from '@emailai/contracts/job/states';
import { targetStatusOf } from './job-sql';

/** What an agent's event does to its job. */
export interface EventRule extends Usage {
  /** The job must have come at least so far; later is fine, for a resumed agent tells of a stage again. */
  needs: JobStatus;
  /** The state it moves the job to, if the job is not there or beyond it already. */
  target: JobStatus | null;
  /** Percent it stands for; the bar takes it only when it is higher. */
  progress: number;
}

/** Stage each event is about; `preparing` and `training` open theirs. */
const STAGE_OF: Readonly<Record<AgentEvent['type'], JobStatus>> = {
  extracted: 'EXTRACTING_DATA',
  preparing: 'PREPARING_DATA',
  prepared: 'PREPARING_DATA',
  training: 'TRAINING',
  planned: 'TRAINING',
  resumed: 'TRAINING',
  step: 'TRAINING',
  epoch: 'TRAINING',
  evaluating: 'DEPLOYING',
  // Fits anywhere: an attempt may end in any stage.
  used: 'EXTRACTING_DATA',
  progress: 'EXTRACTING_DATA',
};

const TRIGGER_OF: Readonly<Partial<Record<AgentEvent['type'], ReportedTrigger>>> = {
  preparing: 'prepare',
  training: 'train',
};

function usageOf(event: AgentEvent): Usage {
  if (event.type === 'used') return event;
  return { gpuSeconds: 0, energyWh: null, costUsd: event.type === 'step' ? event.costUsd : 0 };
}

function percentOf(event: AgentEvent): number {
  if (event.type === 'progress') return event.percent;
  return event.type === 'step' ? trainingProgress(event.step, event.totalSteps) : 0;
}

export function ruleOf(event: AgentEvent): EventRule {
  const { gpuSeconds, energyWh, costUsd } = usageOf(event);
  const usage = { gpuSeconds, energyWh, costUsd };
  const trigger = TRIGGER_OF[event.type];
  if (trigger === undefined) {
    return { ...usage, needs: STAGE_OF[event.type], target: null, progress: percentOf(event) };
  }
  const [needs] = statusesAllowing(trigger);
  if (needs === undefined) throw new Error(`nothing allows the trigger ${trigger}`);
  const target = targetStatusOf(trigger);
  return { ...usage, needs, target, progress: STATUS_PROGRESS[target] ?? 0 };
}
