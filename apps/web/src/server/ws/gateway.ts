import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** One WebSocket path of the server. */
export interface Gateway {
  /** Checks who asks, before any WebSocket exists; refuses with a plain HTTP answer. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  /** Tells everybody to come back later and stops. */
  close(): Promise<void>;
}
