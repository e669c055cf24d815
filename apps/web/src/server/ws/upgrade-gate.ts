import type { Duplex } from 'node:stream';
import { refuseUpgrade } from './refuse-upgrade';

/**
 * Who wants a socket is looked up in the database before there is one. So many at once are; so many wait for it,
 * and what comes beyond is sent away unread: a flood of strangers costs neither the connections of those who are
 * signed in nor memory.
 */
const MAX_AT_ONCE = 16;
const MAX_WAITING = 2_048;

export interface UpgradeGate {
  /** What `check` finds, in turn; `null` where the caller was sent away, or left. */
  pass<Found>(socket: Duplex, check: () => Promise<Found>): Promise<{ found: Found } | null>;
  /** From now on everybody is sent elsewhere. */
  close(): void;
}

export function createUpgradeGate(
  limits: { atOnce: number; waiting: number } = { atOnce: MAX_AT_ONCE, waiting: MAX_WAITING },
): UpgradeGate {
  const queue: (() => void)[] = [];
  let running = 0;
  let isClosed = false;

  /** False where the caller left before its turn. */
  const turn = (socket: Duplex): Promise<boolean> => {
    if (running < limits.atOnce) {
      running += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const start = () => {
        socket.off('close', leave);
        resolve(true);
      };
      const leave = () => {
        queue.splice(queue.indexOf(start), 1);
        resolve(false);
      };
      queue.push(start);
      socket.once('close', leave);
    });
  };
  const giveBack = () => {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return {
    async pass(socket, check) {
      if (isClosed) {
        refuseUpgrade(socket, 503, 'This server is stopping; connect again.');
        return null;
      }
      if (queue.length >= limits.waiting) {
        refuseUpgrade(socket, 503, 'Too many connect at once; connect again.');
        return null;
      }
      if (!(await turn(socket))) return null;
      try {
        if (socket.destroyed) return null;
        const found = await check();
        return socket.destroyed ? null : { found };
      } finally {
        giveBack();
      }
    },
    close() {
      isClosed = true;
    },
  };
}
