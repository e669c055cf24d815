import type { AgentEvent } from '@emailai/contracts/job/events';
import type { z } from 'zod';
import type { StagePorts } from './ports';

/**
 * One part of a job, as a value. It writes only under `ctx.dir`, reports by `ctx.emit` and obeys `ctx.signal`;
 * the executor (run-stage.ts) skips it when it has finished before, times it and puts its errors into words.
 */
export interface Stage<Input, Output> {
  /** Its folder is `<number>-<name>` under the job's. */
  readonly number: number;
  readonly name: string;
  /** True where `run` goes on from what an interrupted run left in `ctx.dir`; else the folder is emptied first. */
  readonly resumes: boolean;
  /** True where it occupies the device that trains: its time is counted. */
  readonly holdsDevice?: boolean;
  /** What is read back when a finished stage is skipped. */
  readonly output: z.ZodType<Output>;
  /** Events that belong to its beginning and its end; also emitted when it is skipped. */
  readonly opening?: AgentEvent;
  readonly closing?: (output: Output) => AgentEvent;
  run(input: Input, ctx: StageContext): Promise<Output>;
}

export interface StageContext {
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly ports: StagePorts;
  emit(event: AgentEvent): void;
}
