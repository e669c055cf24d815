import { eventWords } from '@emailai/contracts/job/event-words';
import type { Usage } from '@emailai/contracts/job/events';
import { isActive, type JobStatus } from '@emailai/contracts/job/states';
import { highest, NOTHING_USED, type WireJobEvent } from './job-log';

/** How long an attempt was in a stage. Times are ISO strings. */
export interface StageSpan {
  status: JobStatus;
  startedAt: string;
  /** `null` while it lasts. */
  endedAt: string | null;
}

/** One claim of a job: an agent that took it, and what became of that. */
export interface Attempt {
  /** 1 is the first. */
  number: number;
  agentName: string;
  startedAt: string;
  endedAt: string | null;
  end: 'completed' | 'failed' | 'cancelled' | 'requeued' | null;
  /** Why it ended without a model. */
  reason: string | null;
  stages: StageSpan[];
  used: Usage;
}

/** A line of the log: one event, or a run of those that come by the hundred. */
export interface LogLine {
  /** In order, at least one. */
  events: WireJobEvent[];
  words: string;
  /** The job's state changed with it. */
  isTurn: boolean;
  status: JobStatus;
}

/** A job's events as a person reads them: its attempts, and its log line by line. */
export interface JobStory {
  attempts: Attempt[];
  lines: LogLine[];
}

/** Events that come by the hundred, and with which others they make up one line; `any` goes along with whatever runs. */
const RUNS: Readonly<
  Partial<Record<WireJobEvent['payload']['type'], 'training' | 'judging' | 'any'>>
> = {
  step: 'training',
  progress: 'training',
  evaluating: 'judging',
  used: 'any',
};

export function storyOf(events: readonly WireJobEvent[]): JobStory {
  const story: JobStory = { attempts: [], lines: [] };
  let before: JobStatus | null = null;
  for (const event of events) {
    tellAttempt(story.attempts, event);
    addLine(story.lines, event, event.status !== before);
    before = event.status;
  }
  for (const line of story.lines) line.words = wordsOf(line.events);
  return story;
}

function tellAttempt(attempts: Attempt[], { at, status, payload }: WireJobEvent): void {
  if (payload.type === 'claimed') {
    attempts.push({
      number: attempts.length + 1,
      agentName: payload.agentName,
      startedAt: at,
      endedAt: null,
      end: null,
      reason: null,
      stages: [],
      used: NOTHING_USED,
    });
  }
  const attempt = attempts.at(-1);
  if (attempt === undefined || attempt.end !== null) return;
  if (payload.type === 'used') attempt.used = highest(attempt.used, payload);
  if (payload.type === 'step') {
    attempt.used = highest(attempt.used, { ...NOTHING_USED, costUsd: payload.costUsd });
  }
  const stage = attempt.stages.at(-1);
  if (stage?.status === status) return;
  if (stage !== undefined) stage.endedAt = at;
  if (isActive(status)) {
    attempt.stages.push({ status, startedAt: at, endedAt: null });
    return;
  }
  attempt.endedAt = at;
  switch (payload.type) {
    case 'requeued':
      attempt.end = 'requeued';
      attempt.reason = payload.reason;
      break;
    case 'failed':
      attempt.end = 'failed';
      attempt.reason = payload.error.message;
      break;
    case 'cancelled':
    case 'completed':
      attempt.end = payload.type;
  }
}

function addLine(lines: LogLine[], event: WireJobEvent, isTurn: boolean): void {
  const line = lines.at(-1);
  if (!isTurn && line !== undefined && runsOn(line, event)) line.events.push(event);
  else lines.push({ events: [event], words: '', isTurn, status: event.status });
}

function runsOn({ events }: LogLine, event: WireJobEvent): boolean {
  const kind = RUNS[event.payload.type];
  const kinds = events.map(({ payload }) => RUNS[payload.type]);
  if (kind === undefined || kinds[0] === undefined) return false;
  const open = kinds.find((one) => one !== 'any');
  return kind === 'any' || open === undefined || open === kind;
}

function wordsOf(events: readonly WireJobEvent[]): string {
  const [first] = events;
  if (first === undefined) return '';
  if (events.length === 1) return eventWords(first.payload);
  const steps = events.flatMap(({ payload }) => (payload.type === 'step' ? [payload] : []));
  const [from, to] = [steps[0], steps.at(-1)];
  if (from !== undefined && to !== undefined && from !== to) {
    const loss = `loss ${from.loss.toFixed(2)} → ${to.loss.toFixed(2)}`;
    return `Steps ${from.step} to ${to.step} of ${to.totalSteps}: ${loss}.`;
  }
  // Of what an agent says over and over the newest word counts; what it used is told beside the attempt.
  const telling = events.filter(({ payload }) => payload.type !== 'used');
  return eventWords((telling.at(-1) ?? events.at(-1) ?? first).payload);
}

/** Seconds an attempt or a stage took, up to `now` while it lasts. */
export function secondsOf(
  { startedAt, endedAt }: { startedAt: string; endedAt: string | null },
  now: Date,
): number {
  const end = endedAt === null ? now.getTime() : Date.parse(endedAt);
  return Math.max(0, (end - Date.parse(startedAt)) / 1_000);
}
