import type { AppRouter } from '@emailai/api/app/router';
import type { JobEvent } from '@emailai/contracts/job/events';
import { isTerminal, type JobStatus } from '@emailai/contracts/job/states';
import type { TRPCClient } from '@trpc/client';
import { waitUntil } from './wait-until';

export type BrowserClient = TRPCClient<AppRouter>;

/** As it crosses the wire: times are ISO strings. */
export type SeenEvent = Omit<JobEvent, 'at'> & { at: string };

/** A job as a page follows it. */
export interface WatchedJob {
  readonly jobId: string;
  /** Events as they came, repeats and all. */
  readonly seen: readonly SeenEvent[];
  /** Whether the stream has ended by itself, as it does after the job's last event. */
  readonly isOver: boolean;
  /** Resolves with the first event, seen or to come, that `fits`. */
  until(what: string, fits: (event: SeenEvent) => boolean): Promise<SeenEvent>;
  /** Resolves when the agent has trained so many epochs in any attempt. */
  untilEpoch(epoch: number): Promise<SeenEvent>;
  /** Resolves with the state the job ended in. */
  end(): Promise<JobStatus>;
  /** Epochs as they were reported. */
  epochs(): number[];
  /** How often the job was claimed. */
  claims(): number;
  leave(): void;
}

export function watchJob(client: BrowserClient, jobId: string): WatchedJob {
  const seen: SeenEvent[] = [];
  let isOver = false;
  let failure: Error | null = null;
  const subscription = client.fineTune.events.subscribe(
    { jobId },
    {
      onData: ({ data }) => void seen.push(data),
      onComplete: () => {
        isOver = true;
      },
      onError: (error) => {
        failure = error;
      },
    },
  );
  const until = (what: string, fits: (event: SeenEvent) => boolean) =>
    waitUntil(`job ${jobId}: ${what}`, () => {
      if (failure !== null) throw failure;
      return seen.find(fits) ?? null;
    });
  return {
    jobId,
    seen,
    get isOver() {
      return isOver;
    },
    until,
    untilEpoch: (epoch) =>
      until(`epoch ${epoch}`, ({ payload }) => payload.type === 'epoch' && payload.epoch >= epoch),
    async end() {
      const last = await until('its end', ({ status }) => isTerminal(status));
      await waitUntil(`the end of what is shown of job ${jobId}`, () => isOver);
      return last.status;
    },
    epochs: () => seen.flatMap(({ payload }) => (payload.type === 'epoch' ? payload.epoch : [])),
    claims: () => seen.filter(({ payload }) => payload.type === 'claimed').length,
    leave: () => subscription.unsubscribe(),
  };
}
