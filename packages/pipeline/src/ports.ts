import type {
  beginDeployInputSchema,
  ClaimedJob,
  finishInputSchema,
  GrantedFence,
  jobMailInputSchema,
  jobMailOutputSchema,
} from '@emailai/contracts/agent-protocol';
import type { AgentEvent } from '@emailai/contracts/job/events';
import type {
  loadResultSchema,
  planResultSchema,
  TrainerReply,
  TrainerRequest,
  TrainResult,
  TrainSettings,
} from '@emailai/contracts/trainer-protocol';
import type { ServingEngine } from '@emailai/serving/engine';
import type { z } from 'zod';
import type { Base } from './base/base';
import type { UsageMeter } from './usage-meter';

export type JobOutcome = z.infer<typeof finishInputSchema>['outcome'];
type JobMailQuery = Omit<z.infer<typeof jobMailInputSchema>, keyof GrantedFence>;
type JobMailPage = z.infer<typeof jobMailOutputSchema>;
type DeployRequest = Omit<z.infer<typeof beginDeployInputSchema>, keyof GrantedFence>;

/** What a running job may ask of the control plane. Whatever it rejects with passes through the pipeline as it is. */
export interface JobDesk {
  emit(event: AgentEvent): void;
  jobMail(query: JobMailQuery): Promise<JobMailPage>;
  /** Resolves when the job may enter DEPLOYING; asking again is harmless. */
  beginDeploy(request: DeployRequest): Promise<void>;
}

/** Where adapters lie once they may serve; storing the same again changes nothing. */
export interface ModelStore {
  put(model: {
    modelName: string;
    version: number;
    sha256: string;
    from: string;
  }): Promise<{ tag: string; file: string }>;
  /** Remembers the version of `tag` as the one in service. */
  publish(tag: string): Promise<void>;
}

export type TrainRun = Omit<Extract<TrainerRequest, { type: 'train' }>, 'type' | 'id'>;
export type PlanResult = z.infer<typeof planResultSchema>;
export type TrainProgress = Extract<TrainerReply, { type: 'progress' }>['event'];

/**
 * The trainer, warm between jobs. Calls reject with a TrainerError, or with `signal.reason` once `signal` aborts,
 * and then no process writes into the job's folder any more.
 */
export interface Trainer {
  load(base: Pick<Base, 'hfDir'>, signal: AbortSignal): Promise<z.infer<typeof loadResultSchema>>;
  plan(run: TrainRun, costPerHourUsd: number, signal: AbortSignal): Promise<PlanResult>;
  /** The same `outDir` again goes on from the last checkpoint. */
  train(
    run: TrainRun,
    onProgress: (event: TrainProgress) => void,
    signal: AbortSignal,
  ): Promise<TrainResult>;
  close(): Promise<void>;
}

/** Everything the stages of one job work with. */
export interface JobPorts {
  job: ClaimedJob;
  desk: JobDesk;
  base: Base;
  trainer: Trainer;
  engine: ServingEngine;
  /** Trainer and engine are on one GPU: the engine gives its memory back before a training loads. */
  sharesGpu?: boolean;
  /** Where adapters are judged when `engine` gives no probabilities: the embedded engine with the same base. */
  scorer?: ServingEngine;
  store: ModelStore;
  /** Instead of those for the base's size. */
  settings?: TrainSettings;
  /** What an hour of this machine costs; 0 where nobody has said. */
  costPerHourUsd: number;
  /** What this machine draws at the moment; `null` where nobody knows. */
  readWatts?: () => Promise<number | null>;
  log: (sentence: string) => void;
}

/** The same for its stages, with the count of what they use. */
export interface StagePorts extends JobPorts {
  meter: UsageMeter;
}
