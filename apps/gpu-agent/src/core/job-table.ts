import type { Directive, Fence, GrantedJob } from '@emailai/contracts/agent-protocol';
import type { AgentEvent } from '@emailai/contracts/job/events';
import { FIRST_PROGRESS, type JobProgress, progressAfter } from './job-progress';
import { type JobEnd, type JobSession, type JobSessionPorts, startJobSession } from './job-session';

export interface JobTable {
  start(job: GrantedJob): void;
  holds(jobId: string): boolean;
  /** What the server says of a job, with the next grant where it is still held. */
  obey(jobId: string, directive: Directive, grant: string | undefined): void;
  readonly running: Fence[];
  readonly hasRoom: boolean;
  readonly progress: (Fence & JobProgress)[];
  /** How the jobs of this life ended, in order. */
  readonly ends: JobEnd[];
  /** Stops the work of every job and gives them back to the server. */
  handBack(): void;
  /** Stops the work of every job, keeps them for the next start, and resolves when all children are gone. */
  shutDown(): Promise<void>;
}

/** The jobs this process works on, at most `maxJobs`. `onChange` is called at each start, event and end. */
export function createJobTable(input: {
  ports: Omit<JobSessionPorts, 'onEvent'>;
  maxJobs: number;
  onChange: () => void;
  onEnd: () => void;
}): JobTable {
  const sessions = new Map<string, JobSession>();
  const progress = new Map<string, JobProgress>();
  const ends: JobEnd[] = [];
  const onEvent = (jobId: string, event: AgentEvent) => {
    progress.set(jobId, progressAfter(progress.get(jobId) ?? FIRST_PROGRESS, event));
    input.onChange();
  };
  const ports: JobSessionPorts = { ...input.ports, onEvent };
  const fenceOf = ({ job }: JobSession): Fence => ({ jobId: job.jobId, epoch: job.epoch });

  return {
    start(job) {
      if (sessions.has(job.jobId)) return;
      const session = startJobSession(job, ports);
      sessions.set(job.jobId, session);
      progress.set(job.jobId, FIRST_PROGRESS);
      input.onChange();
      void session.ended.then((end) => {
        sessions.delete(job.jobId);
        progress.delete(job.jobId);
        ends.push(end);
        ports.log(`Job ${job.jobId}: ${end}.`);
        input.onChange();
        input.onEnd();
      });
    },
    holds: (jobId) => sessions.has(jobId),
    obey(jobId, directive, grant) {
      const session = sessions.get(jobId);
      if (grant !== undefined) session?.renewGrant(grant);
      if (directive !== 'continue') session?.stop(directive);
    },
    get running() {
      return [...sessions.values()].map(fenceOf);
    },
    get hasRoom() {
      return sessions.size < input.maxJobs;
    },
    get progress() {
      return [...sessions.values()].map((session) => ({
        ...fenceOf(session),
        ...(progress.get(session.job.jobId) ?? FIRST_PROGRESS),
      }));
    },
    ends,
    handBack() {
      for (const session of sessions.values()) session.stop('handback');
    },
    async shutDown() {
      const all = [...sessions.values()];
      for (const session of all) session.stop('shutdown');
      await Promise.all(all.map((session) => session.ended));
    },
  };
}
