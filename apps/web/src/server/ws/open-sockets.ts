import { ServiceError } from '@emailai/contracts/errors';

/** What one person or agent has open at this instance. */
export interface OwnedSocket {
  /**
   * One subscription more; call the answer when it has ended.
   * @throws ServiceError `rate_limited`
   */
  openStream(): () => void;
  leave(): void;
}

export interface OpenSockets {
  /** `null` where the owner has as many sockets as it may. */
  enter(ownerId: string): OwnedSocket | null;
}

interface Owner {
  sockets: number;
  streams: number;
}

/** A brake on pages that open one after the other, and on who signs in to do harm. Kept per process. */
export function createOpenSockets(limits: {
  socketsEach: number;
  streamsEach: number;
}): OpenSockets {
  const owners = new Map<string, Owner>();
  return {
    enter(ownerId) {
      const owner = owners.get(ownerId) ?? { sockets: 0, streams: 0 };
      if (owner.sockets >= limits.socketsEach) return null;
      owner.sockets += 1;
      owners.set(ownerId, owner);
      return {
        openStream() {
          if (owner.streams >= limits.streamsEach) {
            throw new ServiceError('rate_limited', 'Too many live views are open at once.', {
              nextStep: 'Close some pages of this server, then try again.',
            });
          }
          owner.streams += 1;
          return () => {
            owner.streams -= 1;
          };
        },
        leave() {
          owner.sockets -= 1;
          if (owner.sockets === 0 && owners.get(ownerId) === owner) owners.delete(ownerId);
        },
      };
    },
  };
}
