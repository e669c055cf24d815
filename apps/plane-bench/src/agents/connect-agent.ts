import type { GrantedJob } from '@emailai/contracts/agent-protocol';
import { newId } from '@emailai/contracts/ids';
import type { AgentEvent } from '@emailai/contracts/job/events';
import { createDial } from '@emailai/gpu-agent/node/dial-server';

/** What a bench agent says of itself. */
export const identityOf = (hostName: string) => ({
  protocol: 1 as const,
  version: '0.0.0',
  bootId: newId(),
  hostName,
  gpus: [],
  base: { name: 'tiny', parameters: 2_755_008, trialOnly: true },
  engine: 'embedded',
});

/** `created` and `claimed`, which the plane writes by itself. */
const EVENTS_OF_PLANE = 2;

/** A job that a bench agent holds. */
export interface HeldJob {
  readonly jobId: string;
  /** Seq of the job's newest event. */
  readonly lastSeq: number;
  /** Sends the next events; resolves when the server has them. */
  report(events: AgentEvent[]): Promise<void>;
}

export type ConnectedAgent = Awaited<ReturnType<typeof connectAgent>>;

/** An agent's own connection, greeted, that takes jobs and reports whatever it is told to. */
export async function connectAgent(at: { port: number; token: string; name: string }) {
  const dial = createDial({ serverUrl: `http://127.0.0.1:${at.port}`, token: at.token });
  const connection = await dial(new AbortController().signal);
  await connection.hello({ ...identityOf(at.name), models: [], running: [] });

  const hold = ({ jobId, epoch, grant }: GrantedJob): HeldJob => {
    let fromSeq = 0;
    return {
      jobId,
      get lastSeq() {
        return EVENTS_OF_PLANE + fromSeq;
      },
      async report(events) {
        const answer = await connection.report({ jobId, epoch, grant, fromSeq, events });
        fromSeq += events.length;
        if (answer.expectedSeq === fromSeq && answer.directive === 'continue') return;
        throw new Error(`A report was answered ${JSON.stringify(answer)}, not ${fromSeq}.`);
      },
    };
  };
  return {
    connection,
    /** Takes a job that waits and brings it to TRAINING. */
    async claim(): Promise<HeldJob> {
      const { job } = await connection.claim({ claimId: newId() });
      if (job === null) throw new Error('No job waits for the agent of the bench.');
      const held = hold(job);
      await held.report([{ type: 'preparing' }, { type: 'training' }]);
      return held;
    },
  };
}

/** The event of one training step; its loss is the machine's clock, by which a watcher knows its age. */
export const stepAt = (step: number, machineMs: number): AgentEvent => ({
  type: 'step',
  step,
  totalSteps: 1_000_000,
  epoch: 1,
  loss: machineMs,
  tokensPerSecond: 1_000,
  etaSeconds: 60,
  costUsd: 0,
});
