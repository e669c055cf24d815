import { z } from 'zod';
import { datasetManifestSchema } from './dataset';
import { jobErrorSchema } from './errors';
import { evaluationSchema } from './evaluation';
import { idSchema } from './ids';
import { agentEventSchema } from './job/events';
import { mailSchema } from './mail';

/**
 * What an agent and the control plane say to each other over the agent's one outgoing WebSocket (`/ws/agent`,
 * bearer token checked at the upgrade). Every call is an idempotent mutation the agent may repeat.
 */
export const AGENT_PROTOCOL = 1;

const gpuSchema = z.object({
  uuid: z.string(),
  name: z.string(),
  memoryMb: z.number().int().nonnegative(),
});
const fenceSchema = z.object({ jobId: idSchema, epoch: z.number().int().positive() });
export type Fence = z.infer<typeof fenceSchema>;

/**
 * The server's word, in a form that it can check anywhere, that a job is this agent's under this epoch for some
 * minutes. It comes with the job and anew with each hello and heartbeat; what is asked about a job shows it.
 */
const grantSchema = z.string().max(200);
const heldSchema = fenceSchema.extend({ grant: grantSchema });
export type GrantedFence = z.infer<typeof heldSchema>;

export const helloInputSchema = z.object({
  protocol: z.literal(AGENT_PROTOCOL),
  version: z.string().max(40),
  /** New at each start of the process, so that the server can tell a reconnect from a restart. */
  bootId: idSchema,
  hostName: z.string().max(200),
  gpus: z.array(gpuSchema).max(16),
  /** The base this agent trains on and serves, and the models it holds ready. */
  base: z.object({
    name: z.string().max(200),
    parameters: z.number().int().nonnegative(),
    trialOnly: z.boolean(),
  }),
  engine: z.string().max(40),
  /** Each version by its tag (`modelTagOf`), so that a roll-back can ask for an older one. */
  models: z.array(z.string().max(80)).max(10_000),
  /** It takes no further jobs, and leaves when those it has are done. */
  draining: z.boolean().optional(),
  /** Jobs it was working on when it was last alive. */
  running: z.array(fenceSchema).max(64),
});
export const helloOutputSchema = z.object({
  agentId: idSchema,
  agentName: z.string(),
  heartbeatMs: z.number().int().positive(),
  claimPollMs: z.number().int().positive(),
  reportMs: z.number().int().positive(),
  /** The server says something at least so often: a connection that is silent for longer is dead. */
  silenceMs: z.number().int().positive().optional(),
  /** Between two tries to connect anew there is never more than this. */
  reconnectMaxMs: z.number().int().positive().optional(),
  /** An operator wants it to take no further jobs for now; heartbeats say when that has changed. */
  drain: z.boolean().optional(),
  decisions: z.array(
    z.object({
      jobId: idSchema,
      decision: z.enum(['continue', 'lost', 'cancel']),
      /** Absent where the job is lost. */
      grant: grantSchema.optional(),
    }),
  ),
});
export type HelloOutput = z.infer<typeof helloOutputSchema>;

/** Everything an agent must know about a job; no mail. */
export const claimedJobSchema = z.object({
  jobId: idSchema,
  epoch: z.number().int().positive(),
  emailAccountId: idSchema,
  modelName: z.string(),
  version: z.number().int().positive(),
  /** The account's own addresses, lower case, and the name it writes under. */
  ownAddresses: z.array(z.string()).min(1),
  ownName: z.string(),
});
export type ClaimedJob = z.infer<typeof claimedJobSchema>;
const grantedJobSchema = claimedJobSchema.extend({ grant: grantSchema });
export type GrantedJob = z.infer<typeof grantedJobSchema>;

/** The same `claimId` again answers the same job while this agent holds it; `jobId` asks for that job only. */
export const claimInputSchema = z.object({ claimId: idSchema, jobId: idSchema.optional() });
export const claimOutputSchema = z.object({ job: grantedJobSchema.nullable() });

export const directiveSchema = z.enum(['continue', 'cancel', 'lost']);
export type Directive = z.infer<typeof directiveSchema>;

export const heartbeatInputSchema = z.object({
  running: z.array(fenceSchema).max(64),
  models: z.array(z.string().max(80)).max(10_000).optional(),
});
export const heartbeatOutputSchema = z.object({
  directives: z.array(
    z.object({
      jobId: idSchema,
      directive: directiveSchema,
      /** With `cancel`: how long after the wish to cancel the server waits before it ends the job itself. */
      graceMs: z.number().int().positive().optional(),
      /** Absent where the job is lost. */
      grant: grantSchema.optional(),
    }),
  ),
  drain: z.boolean().optional(),
});

/** Events are numbered by the agent per epoch, from 0. Overlap is trimmed, a gap is answered by `expectedSeq`. */
export const reportInputSchema = heldSchema.extend({
  fromSeq: z.number().int().nonnegative(),
  events: z.array(agentEventSchema).max(200),
});
export const reportOutputSchema = z.object({
  expectedSeq: z.number().int().nonnegative(),
  directive: directiveSchema,
});

/** Mail comes newest first, in pages of `limit` mails, or fewer where they are long; `cursor` is opaque. */
export const jobMailInputSchema = heldSchema.extend({
  kind: z.enum(['sent', 'incoming']),
  cursor: z.string().nullable(),
  limit: z.number().int().min(1).max(200),
});
export const jobMailOutputSchema = z.object({
  mails: z.array(mailSchema),
  nextCursor: z.string().nullable(),
});

export const beginDeployInputSchema = heldSchema.extend({
  adapterSha256: z.string(),
  /** What the adapter learned from, by count and hash; it becomes ModelVersion.manifest. */
  manifest: datasetManifestSchema,
  trainResult: z.object({
    bestEpoch: z.number().int(),
    heldOutLossByEpoch: z.array(z.number()),
    trainLoss: z.number(),
    tokensPerSecond: z.number(),
    seconds: z.number(),
  }),
});
export const acceptedSchema = z.object({ directive: directiveSchema });

export const finishInputSchema = heldSchema.extend({
  outcome: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('completed'),
      adapterSha256: z.string(),
      baseName: z.string(),
      engine: z.string(),
      evaluation: evaluationSchema,
      manifest: datasetManifestSchema,
      costUsd: z.number().nonnegative(),
      gpuSeconds: z.number().nonnegative(),
    }),
    z.object({ kind: z.literal('failed'), error: jobErrorSchema }),
    z.object({ kind: z.literal('cancelled') }),
  ]),
});

/** What the `directives` subscription pushes: a hint to claim or to heartbeat now, beside the slow polls. */
export const agentHintSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('jobs') }),
  z.object({ kind: z.literal('cancel'), jobId: idSchema }),
  /** Whether it is to take further jobs has changed. */
  z.object({ kind: z.literal('drain') }),
]);
export type AgentHint = z.infer<typeof agentHintSchema>;

/** A draft the control plane wants written: pushed over the `drafts` subscription, answered by `draftTokens`. */
export const draftOrderSchema = z.object({
  draftId: idSchema,
  /** One of the agent's `models`; `null` asks the base itself. */
  modelName: z.string().nullable(),
  /** The file that this model must be; absent for the base, and where the server has no word on it. */
  adapterSha256: z.string().max(64).optional(),
  userMessage: z.string(),
  maxTokens: z.number().int().positive(),
});
export type DraftOrder = z.infer<typeof draftOrderSchema>;
/** What the agent is pushed: an order, or the word that nobody reads a draft any more. */
export const draftDirectiveSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('write'), order: draftOrderSchema }),
  z.object({ kind: z.literal('stop'), draftId: idSchema }),
]);
export type DraftDirective = z.infer<typeof draftDirectiveSchema>;

/** How a draft ended; `null` while there is more to come. */
export const draftEndSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('stop') }),
    z.object({ kind: z.literal('length') }),
    z.object({ kind: z.literal('failed'), message: z.string().max(300) }),
  ])
  .nullable();
export const draftTokensInputSchema = z.object({
  draftId: idSchema,
  /** A part holds a token or more, so this is room for the longest draft several times over. */
  seq: z.number().int().nonnegative().max(2_000),
  text: z.string().max(8_000),
  end: draftEndSchema,
});
export const draftTokensOutputSchema = z.object({ wanted: z.boolean() });
