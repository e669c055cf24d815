import { setTimeout as sleep } from 'node:timers/promises';
import { type HeldJob, stepAt } from '../agents/connect-agent';
import { machineMs } from '../machine-clock';

/**
 * Reports so many events a second for so long, one job after the other in turn, each report on its own as an agent
 * sends a step that has just ended. A job whose last report is still on its way waits for its next turn.
 * @returns how many were reported
 */
export async function reportSteadily(input: {
  jobs: readonly HeldJob[];
  perSecond: number;
  seconds: number;
}): Promise<number> {
  const { jobs, perSecond, seconds } = input;
  const startedMs = machineMs();
  const underWay = new Map<HeldJob, Promise<void>>();
  let failure: unknown = null;
  let reported = 0;
  for (let nth = 0; nth < perSecond * seconds; nth += 1) {
    const dueMs = startedMs + (nth * 1_000) / perSecond;
    if (dueMs > machineMs()) await sleep(dueMs - machineMs());
    if (failure !== null) throw failure;
    const job = jobs[nth % jobs.length];
    if (job === undefined || underWay.has(job)) continue;
    const sent = job
      .report([stepAt(Math.floor(nth / jobs.length), machineMs())])
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => underWay.delete(job));
    underWay.set(job, sent);
    reported += 1;
  }
  await Promise.all(underWay.values());
  return reported;
}
