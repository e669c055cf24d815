import type { DraftDirective, GrantedJob } from '@emailai/contracts/agent-protocol';
import type { AgentEvent } from '@emailai/contracts/job/events';
import { LinkError } from '../core/link-error';
import type {
  AgentConnection,
  Dial,
  DraftTokensInput,
  FinishOutcome,
  HelloInput,
} from '../core/ports';

export const JOB: GrantedJob = {
  jobId: 'job00000000000000001',
  epoch: 1,
  emailAccountId: 'account0000000000001',
  modelName: 'emailai-useraccount0000000000001',
  version: 1,
  ownAddresses: ['nora@example.org'],
  ownName: 'Nora',
  grant: 'grant 0',
};

/** A control plane in memory: one port of the agent, with the protocol's promises and none of its weight. */
export class FakePlane {
  readonly hellos: HelloInput[] = [];
  readonly events = new Map<string, AgentEvent[]>();
  readonly finishes: { jobId: string; epoch: number; outcome: FinishOutcome }[] = [];
  readonly tokens: DraftTokensInput[] = [];
  readonly heartbeats: string[][] = [];
  readonly claimIds: string[] = [];
  waiting: GrantedJob[] = [];
  decision: 'continue' | 'lost' | 'cancel' = 'continue';
  directive: 'continue' | 'cancel' | 'lost' = 'continue';
  wanted = true;
  /** The grant that counts from now on; agents learn of it by their next heartbeat or hello. */
  grant = JOB.grant;
  refusal: LinkError | null = null;
  byes = 0;
  readonly reconnectMaxMs = 400;
  /** What the agent was told to bear of silence. */
  silenceMs = 0;
  drains = 0;
  /** An operator wants the agent to take no further jobs. */
  wantsDrain = false;
  /** Claims are carried out, but their answer gets lost while this is true. */
  losesClaimAnswers = false;
  /** The connection breaks before a finish arrives while this is true. */
  losesFinishes = false;
  private readonly claimed = new Map<string, GrantedJob>();
  private current: { cut: (reason: string) => void; draft: (d: DraftDirective) => void } | null =
    null;
  private hint: (kind: 'jobs' | 'cancel' | 'drain') => void = () => {};

  readonly dial: Dial = () => {
    if (this.refusal !== null) return Promise.reject(this.refusal);
    return Promise.resolve(this.connect());
  };

  cut(): void {
    this.current?.cut('it went away.');
  }

  push(directive: DraftDirective): void {
    this.current?.draft(directive);
  }

  nudge(kind: 'jobs' | 'cancel' | 'drain'): void {
    this.hint(kind);
  }

  private connect(): AgentConnection {
    let isOpen = true;
    let settleClosed: (reason: string) => void = () => {};
    const closed = new Promise<string>((resolve) => {
      settleClosed = resolve;
    });
    const cut = (reason: string) => {
      isOpen = false;
      settleClosed(reason);
    };
    const answer = <T>(value: () => T): Promise<T> => {
      if (!isOpen) return Promise.reject(new LinkError('disconnected', 'gone'));
      return Promise.resolve().then(value);
    };
    const granted = <T>(shown: { grant: string }, value: () => T): Promise<T> => {
      if (!isOpen || shown.grant === this.grant) return answer(value);
      return Promise.reject(new LinkError('ungranted', 'too old'));
    };
    const renewed = (word: string) => (word === 'lost' ? {} : { grant: this.grant });
    const directives = (jobIds: { jobId: string }[]) =>
      jobIds.map(({ jobId }) => ({
        jobId,
        directive: this.directive,
        ...renewed(this.directive),
      }));
    this.current = { cut, draft: () => {} };
    return {
      hello: (input) =>
        answer(() => {
          this.hellos.push(input);
          const decisions = input.running.map(({ jobId }) => ({
            jobId,
            decision: this.decision,
            ...renewed(this.decision),
          }));
          return {
            agentId: 'agent000000000000001',
            agentName: 'fake',
            heartbeatMs: 10_000,
            claimPollMs: 5_000,
            reportMs: 500,
            silenceMs: 9_500,
            reconnectMaxMs: this.reconnectMaxMs,
            drain: this.wantsDrain,
            decisions,
          };
        }),
      claim: ({ claimId, jobId }) =>
        answer(() => {
          this.claimIds.push(claimId);
          const wanted = this.waiting.findIndex(
            (job) => jobId === undefined || job.jobId === jobId,
          );
          const job =
            this.claimed.get(claimId) ??
            (wanted < 0 ? undefined : this.waiting.splice(wanted, 1)[0]) ??
            null;
          if (job !== null) this.claimed.set(claimId, job);
          if (this.losesClaimAnswers) {
            cut('it went away.');
            throw new LinkError('disconnected', 'gone');
          }
          return { job };
        }),
      heartbeat: ({ running, models }) =>
        answer(() => {
          if (models !== undefined) this.heartbeats.push(models);
          return { directives: directives(running), drain: this.wantsDrain };
        }),
      report: ({ jobId, epoch, grant, fromSeq, events }) =>
        granted({ grant }, () => {
          const key = `${jobId}/${epoch}`;
          const log = this.events.get(key) ?? [];
          this.events.set(key, log);
          if (fromSeq <= log.length) log.push(...events.slice(log.length - fromSeq));
          return { expectedSeq: log.length, directive: this.directive };
        }),
      jobMail: (input) => granted(input, () => ({ mails: [], nextCursor: null })),
      beginDeploy: (input) => granted(input, () => ({ directive: this.directive })),
      finish: (input) =>
        granted(input, () => {
          if (this.losesFinishes) {
            cut('it went away.');
            throw new LinkError('disconnected', 'gone');
          }
          this.finishes.push(input);
          return { directive: 'continue' as const };
        }),
      draftTokens: (input) =>
        answer(() => {
          this.tokens.push(input);
          return { wanted: this.wanted };
        }),
      drain: () =>
        answer(() => {
          this.drains += 1;
        }),
      bye: () =>
        answer(() => {
          this.byes += 1;
        }),
      expectWithin: (silenceMs) => {
        this.silenceMs = silenceMs;
      },
      onHint: (listener) => {
        this.hint = (kind) => listener(kind === 'cancel' ? { kind, jobId: JOB.jobId } : { kind });
      },
      onDraft: (listener) => {
        this.current = { cut, draft: listener };
      },
      closed,
      close: () => {
        cut('closed');
        return Promise.resolve();
      },
    };
  }
}
