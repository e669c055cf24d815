import type { Directive } from '@emailai/contracts/agent-protocol';
import type { Bell } from './bell';
import type { GrantedCalls } from './granted-calls';
import type { Spool } from './ports';

export interface Reporter {
  /** Resolves when the server has every event that is in the spool now. */
  flush(): Promise<void>;
}

/**
 * Sends a spool's events in numbered batches until `signal` aborts. The server answers with the number it
 * expects next; whatever it says is where the next batch starts, so overlap and gaps mend themselves.
 */
export function startReporter(input: {
  spool: Spool;
  calls: GrantedCalls;
  bell: Bell;
  reportMs: () => number;
  onDirective: (directive: Directive) => void;
  onFailure: (error: unknown) => void;
  signal: AbortSignal;
}): Reporter {
  const { spool, calls, bell, signal } = input;
  /** `null` until the server has said where it stands, which after a restart only it knows. */
  let expected: number | null = null;
  const flushers = new Set<() => void>();

  async function sendOnce(): Promise<void> {
    const fromSeq = expected ?? spool.length;
    const answer = await calls.call(
      (connection, held) => connection.report({ ...held, fromSeq, events: spool.read(fromSeq) }),
      signal,
    );
    expected = answer.expectedSeq;
    if (answer.directive !== 'continue') input.onDirective(answer.directive);
    if (expected > spool.length) {
      throw new Error('The server has seen events of this epoch that this agent never wrote.');
    }
  }

  const isBehind = () => expected === null || expected < spool.length;

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      // A disk that is full ends the job now, not after hours of training that nobody can see.
      await spool.settle();
      while (isBehind() && !signal.aborted) await sendOnce();
      for (const done of [...flushers]) done();
      if (flushers.size === 0) await bell.wait(input.reportMs(), signal);
    }
  }
  void loop().catch((error: unknown) => {
    if (!signal.aborted) input.onFailure(error);
  });

  return {
    async flush() {
      await spool.settle();
      await new Promise<void>((resolve, reject) => {
        const leave = () => reject(signal.reason);
        if (signal.aborted) return leave();
        const done = () => {
          if (isBehind()) return;
          flushers.delete(done);
          signal.removeEventListener('abort', leave);
          resolve();
        };
        flushers.add(done);
        signal.addEventListener('abort', leave, { once: true });
        bell.ring();
      });
    },
  };
}
