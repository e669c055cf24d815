import type { ClaimedJob } from '@emailai/contracts/agent-protocol';
import type { DatasetManifest } from '@emailai/contracts/dataset';
import type { AgentEvent } from '@emailai/contracts/job/events';
import type { Mail } from '@emailai/contracts/mail';
import type { TrainResult } from '@emailai/contracts/trainer-protocol';
import type { ChatEnd, ReplyRequest, ServingEngine } from '@emailai/serving/engine';
import { ServingError } from '@emailai/serving/serving-error';
import type { JobDesk, ModelStore, StagePorts, Trainer, TrainProgress } from '../ports';
import { UNMETERED } from '../usage-meter';

export const TEST_JOB: ClaimedJob = {
  jobId: 'jobjobjob',
  epoch: 1,
  emailAccountId: 'mailbox001',
  modelName: 'emailai-usermailbox001',
  version: 1,
  ownAddresses: ['tom@example.org'],
  ownName: 'Tom Hale',
};

/** A control plane that holds a mailbox and remembers what it was told. */
export class FakeDesk implements JobDesk {
  readonly events: AgentEvent[] = [];
  readonly queries: Parameters<JobDesk['jobMail']>[0][] = [];
  readonly deployRequests: Parameters<JobDesk['beginDeploy']>[0][] = [];
  refusal: Error | null = null;

  constructor(
    readonly sent: Mail[] = [],
    readonly incoming: Mail[] = [],
  ) {}

  emit(event: AgentEvent): void {
    this.events.push(event);
  }

  async jobMail(query: Parameters<JobDesk['jobMail']>[0]) {
    if (this.refusal !== null) throw this.refusal;
    this.queries.push(query);
    const all = query.kind === 'sent' ? this.sent : this.incoming;
    const from = Number(query.cursor ?? 0);
    const to = from + query.limit;
    return { mails: all.slice(from, to), nextCursor: to < all.length ? String(to) : null };
  }

  async beginDeploy(request: Parameters<JobDesk['beginDeploy']>[0]): Promise<void> {
    if (this.refusal !== null) throw this.refusal;
    this.deployRequests.push(request);
  }

  typesOfEvents(): string[] {
    return this.events.map(({ type }) => type);
  }
}

export const TEST_MANIFEST: DatasetManifest = {
  train: { rows: 80, sha256: 'a' },
  heldOut: { rows: 20, sha256: 'b' },
  sentRead: 100,
  paired: 100,
  withoutParent: 0,
  droppedByReason: {},
  cutChars: 0,
  heldOutIds: [],
};

export const TEST_TRAIN_RESULT: TrainResult = {
  adapterDir: '/nowhere/adapter',
  ggufFile: '/nowhere/0123.gguf',
  ggufSha256: '0123',
  bestEpoch: 2,
  heldOutLossByEpoch: [2, 1.5],
  baseHeldOutLoss: 4,
  trainLoss: 1.2,
  tokensPerSecond: 900,
  seconds: 36,
  peakMemoryMb: 100,
  cutTokens: 0,
};

/** A trainer that reports `progress` and is done. */
export function fakeTrainer(progress: readonly TrainProgress[] = []): Trainer {
  return {
    async load() {
      return { parameters: 1, device: 'cpu', dtype: 'float32', contextTokens: 2_048, seconds: 0 };
    },
    async plan() {
      return {
        totalSteps: 10,
        tokens: 1_000,
        replyTokens: 300,
        cutTokens: 0,
        predictedSeconds: 5,
        predictedCostUsd: 0,
        predictedPeakMb: 100,
        device: 'cpu',
      };
    },
    async train(_run, onProgress) {
      for (const event of progress) onProgress(event);
      return TEST_TRAIN_RESULT;
    },
    async close() {},
  };
}

/** An engine in which each model costs a fixed number of nats a token, and writes a fixed text. */
export function fakeEngine(models: {
  natsPerToken: (model: string | null) => number;
  text?: string;
  held?: string[];
}): ServingEngine & { loaded: Map<string, string>; published: string[] } {
  const published: string[] = [];
  const loaded = new Map((models.held ?? []).map((name) => [name, 'held']));
  const need = (model: string | null) => {
    if (model !== null && !loaded.has(model)) throw new ServingError('model_missing', model);
  };
  return {
    kind: 'embedded',
    canScore: true,
    loaded,
    published,
    knowAdapter({ model, path }) {
      loaded.set(model, path);
    },
    async loadAdapter({ model, path }) {
      loaded.set(model, path);
    },
    async unloadAdapter(model) {
      loaded.delete(model);
    },
    async publish(model) {
      need(model);
      published.push(model);
    },
    async memory() {
      return { warm: [], residentBytes: 0, gpuBytes: 0 };
    },
    async freeMemory() {},
    async *chat({ model }): AsyncGenerator<string, ChatEnd> {
      need(model);
      yield models.text ?? 'heya';
      return { reason: 'stop', promptTokens: 5, tokens: 3, cutTokens: 0 };
    },
    async score({ model }: ReplyRequest) {
      need(model);
      return { nats: models.natsPerToken(model) * 10, tokens: 10, cutTokens: 0 };
    },
    async distributions() {
      throw new ServingError('cannot_score', 'This engine is a fake.');
    },
    list: async () => [...loaded.keys()],
    health: async () => ({ ok: true, sentence: 'A fake serves.' }),
    async close() {},
  };
}

/** A store that keeps nothing and answers where it would lie. */
export const fakeStore: ModelStore = {
  put: async ({ modelName, version, sha256 }) => ({
    tag: `${modelName}:v${version}`,
    file: `/store/${sha256}.gguf`,
  }),
  async publish() {},
};

export function fakePorts(overrides: Partial<StagePorts> = {}): StagePorts {
  return {
    job: TEST_JOB,
    desk: new FakeDesk(),
    base: {
      name: 'test-base',
      parameters: 3_000_000,
      contextTokens: 2_048,
      sha256: 'b',
      trialOnly: true,
      hfDir: '/nowhere/hf',
      ggufFile: '/nowhere/base.gguf',
    },
    trainer: fakeTrainer(),
    engine: fakeEngine({ natsPerToken: () => 1 }),
    store: fakeStore,
    costPerHourUsd: 0,
    meter: UNMETERED,
    log: () => undefined,
    ...overrides,
  };
}
