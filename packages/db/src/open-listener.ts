import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface ListenerInput {
  url: string;
  /** Listened to all over one connection; pings travel over the first. */
  channels: readonly string[];
  onNotify: (channel: string, payload: string) => void;
  /** Called after every (re)connect: what was notified meanwhile is lost, so look at everything. */
  onReady: () => void;
  onError: (error: unknown) => void;
  /** A ping travels through the channel so often, and must be back within the time-out. */
  pingMs: number;
  pingTimeoutMs: number;
}

export interface Listener {
  close(): Promise<void>;
}

const RECONNECT_FROM_MS = 100;
const RECONNECT_TO_MS = 5_000;

/**
 * One LISTEN connection of its own that stays: it pings itself through the channel, because a connection that
 * died without a word would otherwise look like a quiet one, and connects again for ever until closed.
 */
export function openListener(input: ListenerInput): Listener {
  const ping = `ping:${randomUUID()}`;
  const [pingChannel = 'ping'] = input.channels;
  let closed = false;
  let retryMs = RECONNECT_FROM_MS;
  let client: pg.Client | undefined;
  let retryTimer: NodeJS.Timeout | undefined;
  let pingTimer: NodeJS.Timeout | undefined;
  let pongTimer: NodeJS.Timeout | undefined;

  const drop = (failed: pg.Client, error: unknown) => {
    if (client !== failed) return;
    client = undefined;
    clearTimeout(pingTimer);
    clearTimeout(pongTimer);
    failed.end().catch(() => undefined);
    if (closed) return;
    input.onError(error);
    retryTimer = setTimeout(connect, retryMs);
    retryMs = Math.min(retryMs * 2, RECONNECT_TO_MS);
  };

  const schedulePing = (own: pg.Client) => {
    pingTimer = setTimeout(() => {
      pongTimer = setTimeout(
        () => drop(own, new Error('The LISTEN connection did not answer its ping.')),
        input.pingTimeoutMs,
      );
      own
        .query('SELECT pg_notify($1, $2)', [pingChannel, ping])
        .catch((error: unknown) => drop(own, error));
    }, input.pingMs);
  };

  const connect = () => {
    const own = new pg.Client({
      connectionString: input.url,
      application_name: 'emailai listener',
      keepAlive: true,
    });
    client = own;
    own.on('error', (error) => drop(own, error));
    own.on('end', () => drop(own, new Error('The LISTEN connection ended.')));
    own.on('notification', ({ channel, payload }) => {
      if (client !== own || payload === undefined) return;
      if (!payload.startsWith('ping:')) return input.onNotify(channel, payload);
      // Every instance pings on the one channel; only our own ping tells about our own connection.
      if (payload !== ping) return;
      clearTimeout(pongTimer);
      schedulePing(own);
    });
    const listen = async () => {
      await own.connect();
      const listens = input.channels.map((channel) => `LISTEN ${pg.escapeIdentifier(channel)}`);
      await own.query(listens.join('; '));
      retryMs = RECONNECT_FROM_MS;
      schedulePing(own);
      input.onReady();
    };
    listen().catch((error: unknown) => drop(own, error));
  };

  connect();
  return {
    async close() {
      closed = true;
      const own = client;
      client = undefined;
      for (const timer of [retryTimer, pingTimer, pongTimer]) clearTimeout(timer);
      await own?.end().catch(() => undefined);
    },
  };
}
