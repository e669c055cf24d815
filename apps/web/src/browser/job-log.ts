import type { JobError } from '@emailai/contracts/errors';
import type { Evaluation } from '@emailai/contracts/evaluation';
import type { JobEvent, Usage } from '@emailai/contracts/job/events';
import type { JobStatus } from '@emailai/contracts/job/states';

/** A job's event as it crosses the wire: times are ISO strings. */
export type WireJobEvent = Omit<JobEvent, 'at'> & { at: string };

export interface CurvePoint {
  step: number;
  /** Nats per reply token. */
  loss: number;
}

/** What a job's log tells so far. Folded from its events alone, so a reload ends at the same picture. */
export interface JobLog {
  /** Last event folded in; earlier ones change nothing. */
  seq: number;
  status: JobStatus | null;
  progress: number;
  agentName: string | null;
  attempt: number;
  requeuedBecause: string | null;
  cancelRequested: boolean;
  read: { sent: number; incoming: number } | null;
  prepared: {
    trainRows: number;
    heldOutRows: number;
    dropped: [reason: string, count: number][];
  } | null;
  plan: { totalSteps: number; predictedSeconds: number; device: string } | null;
  resumedFromEpoch: number | null;
  steps: CurvePoint[];
  /** Held-out loss after each epoch, at the step the epoch ended with. */
  epochs: (CurvePoint & { epoch: number })[];
  lastStep: {
    step: number;
    totalSteps: number;
    epoch: number;
    loss: number;
    tokensPerSecond: number;
    etaSeconds: number;
    costUsd: number;
    at: string;
  } | null;
  evaluating: { done: number; total: number } | null;
  /** What the attempt under way has used, and the attempts before it. */
  used: Usage;
  usedBefore: Usage;
  error: JobError | null;
  result: { modelName: string; version: number; evaluation: Evaluation } | null;
}

export const NOTHING_USED: Usage = { gpuSeconds: 0, energyWh: null, costUsd: 0 };

export const EMPTY_LOG: JobLog = {
  seq: 0,
  status: null,
  progress: 0,
  agentName: null,
  attempt: 0,
  requeuedBecause: null,
  cancelRequested: false,
  read: null,
  prepared: null,
  plan: null,
  resumedFromEpoch: null,
  steps: [],
  epochs: [],
  lastStep: null,
  evaluating: null,
  used: NOTHING_USED,
  usedBefore: NOTHING_USED,
  error: null,
  result: null,
};

/** The log after further events; those it has already seen are skipped. */
export function foldEvents(log: JobLog, events: readonly WireJobEvent[]): JobLog {
  return events.reduce((at, event) => (event.seq <= at.seq ? at : foldEvent(at, event)), log);
}

function foldEvent(log: JobLog, { seq, at, status, progress, payload }: WireJobEvent): JobLog {
  const next: JobLog = { ...log, seq, status, progress };
  switch (payload.type) {
    case 'created':
    case 'preparing':
    case 'training':
    case 'deploying':
    case 'cancelled':
    case 'progress':
      return next;
    case 'claimed':
      return {
        ...next,
        agentName: payload.agentName,
        attempt: log.attempt + 1,
        requeuedBecause: null,
        used: NOTHING_USED,
        usedBefore: usageInAll(log),
      };
    case 'requeued':
      return { ...next, requeuedBecause: payload.reason, agentName: null, evaluating: null };
    case 'cancelRequested':
      return { ...next, cancelRequested: true };
    case 'extracted':
      return { ...next, read: { sent: payload.sent, incoming: payload.incoming } };
    case 'prepared': {
      const { trainRows, heldOutRows, droppedByReason } = payload;
      const dropped = Object.entries(droppedByReason).filter(([, count]) => count > 0);
      dropped.sort(([, a], [, b]) => b - a);
      return { ...next, prepared: { trainRows, heldOutRows, dropped } };
    }
    case 'planned': {
      const { totalSteps, predictedSeconds, device } = payload;
      return { ...next, plan: { totalSteps, predictedSeconds, device } };
    }
    case 'resumed':
      return { ...next, resumedFromEpoch: payload.fromEpoch };
    case 'step': {
      const { type: _, ...step } = payload;
      // A later attempt trains some steps again: the curve keeps the newest word on each.
      const steps = log.steps.filter((point) => point.step < step.step);
      steps.push({ step: step.step, loss: step.loss });
      const used = highest(log.used, { ...NOTHING_USED, costUsd: step.costUsd });
      return { ...next, steps, used, lastStep: { ...step, at } };
    }
    case 'epoch': {
      const { epoch, heldOutLoss } = payload;
      const epochs = log.epochs.filter((point) => point.epoch < epoch);
      epochs.push({ epoch, loss: heldOutLoss, step: log.lastStep?.step ?? 0 });
      return { ...next, epochs };
    }
    case 'evaluating':
      return { ...next, evaluating: { done: payload.done, total: payload.total } };
    case 'used':
      return { ...next, used: highest(log.used, payload) };
    case 'failed':
      return { ...next, error: payload.error };
    case 'completed': {
      const { modelName, version, evaluation } = payload;
      return { ...next, result: { modelName, version, evaluation } };
    }
  }
}

/** What a job has used over all its attempts, failed ones included. */
export const usageInAll = ({ used, usedBefore }: Pick<JobLog, 'used' | 'usedBefore'>): Usage => ({
  gpuSeconds: usedBefore.gpuSeconds + used.gpuSeconds,
  energyWh: ofKnown((a, b) => a + b, usedBefore.energyWh, used.energyWh),
  costUsd: usedBefore.costUsd + used.costUsd,
});

/** An attempt's figures never fall, though an agent that was restarted may count on from a little less. */
export const highest = (a: Usage, b: Usage): Usage => ({
  gpuSeconds: Math.max(a.gpuSeconds, b.gpuSeconds),
  energyWh: ofKnown(Math.max, a.energyWh, b.energyWh),
  costUsd: Math.max(a.costUsd, b.costUsd),
});

const ofKnown = (of: (a: number, b: number) => number, a: number | null, b: number | null) =>
  a === null ? b : b === null ? a : of(a, b);
