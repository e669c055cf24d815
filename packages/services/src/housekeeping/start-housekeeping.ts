import type { ServiceContext } from '../context';
import type { Chore } from './chore';
import { CHORES } from './chores';
import { keepHouse } from './keep-house';

export interface Housekeeper {
  /** Waits until the round under way has ended. */
  close(): Promise<void>;
}

/** Keeps house, round after round. Every instance has one; the lock decides whose turn it is. */
export function startHousekeeping(
  ctx: ServiceContext,
  chores: readonly Chore[] = CHORES,
): Housekeeper {
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<unknown> = Promise.resolve();
  const schedule = () => {
    if (isClosed) return;
    timer = setTimeout(() => {
      round = keepHouse({ ctx, input: { chores } })
        .catch((error: unknown) => ctx.log({ level: 'warn', event: 'housekeeping_failed', error }))
        .finally(schedule);
    }, ctx.intervals.sweepMs);
  };
  schedule();
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await round;
    },
  };
}
