import type {
  AgentHint,
  acceptedSchema,
  beginDeployInputSchema,
  ClaimedJob,
  claimInputSchema,
  claimOutputSchema,
  DraftDirective,
  draftTokensInputSchema,
  draftTokensOutputSchema,
  Fence,
  finishInputSchema,
  GrantedFence,
  HelloOutput,
  heartbeatInputSchema,
  heartbeatOutputSchema,
  helloInputSchema,
  jobMailInputSchema,
  jobMailOutputSchema,
  reportInputSchema,
  reportOutputSchema,
} from '@emailai/contracts/agent-protocol';
import type { AgentEvent } from '@emailai/contracts/job/events';
import type { z } from 'zod';

export type HelloInput = z.infer<typeof helloInputSchema>;
export type FinishInput = z.infer<typeof finishInputSchema>;
export type FinishOutcome = FinishInput['outcome'];
export type BeginDeployInput = z.infer<typeof beginDeployInputSchema>;
export type JobMailInput = z.infer<typeof jobMailInputSchema>;
export type JobMailOutput = z.infer<typeof jobMailOutputSchema>;
export type DraftTokensInput = z.infer<typeof draftTokensInputSchema>;
type Accepted = z.infer<typeof acceptedSchema>;

/** One open connection to the control plane. Every call rejects with a LinkError or not at all. */
export interface AgentConnection {
  hello(input: HelloInput): Promise<HelloOutput>;
  claim(input: z.infer<typeof claimInputSchema>): Promise<z.infer<typeof claimOutputSchema>>;
  heartbeat(
    input: z.infer<typeof heartbeatInputSchema>,
  ): Promise<z.infer<typeof heartbeatOutputSchema>>;
  report(input: z.infer<typeof reportInputSchema>): Promise<z.infer<typeof reportOutputSchema>>;
  jobMail(input: JobMailInput): Promise<JobMailOutput>;
  beginDeploy(input: BeginDeployInput): Promise<Accepted>;
  finish(input: FinishInput): Promise<Accepted>;
  draftTokens(input: DraftTokensInput): Promise<z.infer<typeof draftTokensOutputSchema>>;
  /** Tells that no further job is taken. */
  drain(): Promise<void>;
  bye(): Promise<void>;
  /** From now on a connection that brings nothing for so long is closed: the server says something more often. */
  expectWithin(silenceMs: number): void;
  /** Both run until the connection closes. */
  onHint(listener: (hint: AgentHint) => void): void;
  onDraft(listener: (directive: DraftDirective) => void): void;
  /** Resolves once, when the connection is gone, with the reason in words. */
  readonly closed: Promise<string>;
  close(): Promise<void>;
}

/** Opens a connection. Rejects with a LinkError: `unauthorized` ends the agent, others are tried again. */
export type Dial = (signal: AbortSignal) => Promise<AgentConnection>;

/**
 * The events of one job and epoch, on disk before they are sent: a number handed out twice would make the
 * server drop an event as already seen.
 */
export interface Spool {
  append(event: AgentEvent): void;
  /** Resolves when all that was appended lies on disk; rejects when it cannot. */
  settle(): Promise<void>;
  /** Durable events from `fromSeq` on, within the protocol's limits for one batch. */
  read(fromSeq: number): AgentEvent[];
  /** Number of durable events; the next one gets this number. */
  readonly length: number;
  holds(type: AgentEvent['type']): boolean;
  close(): Promise<void>;
}

/** What must survive a restart: the jobs held, and the claim that may be under way. */
export interface Journal {
  heldJobs(): Promise<ClaimedJob[]>;
  /** Writes the job down, then forgets the claim that brought it. */
  keep(job: ClaimedJob): Promise<void>;
  /** Wipes the job's folder: journal entry, spool, rows, weights. */
  discard(jobId: string): Promise<void>;
  openSpool(fence: Fence): Promise<Spool>;
  /** The id every claim uses until one brings a job. */
  pendingClaimId(): Promise<string>;
}

/** What a running job may ask of the outside. */
export interface JobDesk {
  emit(event: AgentEvent): void;
  jobMail(input: Omit<JobMailInput, keyof GrantedFence>): Promise<JobMailOutput>;
  /** Rejects where the job may not be deployed any more. */
  beginDeploy(input: Omit<BeginDeployInput, keyof GrantedFence>): Promise<void>;
}

/**
 * Works a job from mail to model; finished parts are not repeated after a restart. Rejects only when
 * `signal` aborts: every other failure is an outcome.
 */
export type RunJob = (input: {
  job: ClaimedJob;
  desk: JobDesk;
  signal: AbortSignal;
}) => Promise<FinishOutcome>;

/** Streams a draft's text; the return value says why it ended. `model` null asks the base itself. */
export type WriteDraft = (input: {
  model: string | null;
  /** The file that the model must be, where the server names one. */
  adapterSha256?: string;
  userMessage: string;
  maxTokens: number;
  signal: AbortSignal;
}) => AsyncGenerator<string, 'stop' | 'length'>;

export type Log = (sentence: string) => void;
