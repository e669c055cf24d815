import type { IncomingMessage } from 'node:http';

/** The addresses under which this server is itself; everything else is a foreign site. */
export interface KnownOrigins {
  /** First is the one printed and written into links. */
  readonly list: readonly string[];
  isOrigin(origin: string): boolean;
  /** Whether a Host header names us: a foreign name that resolves to us (DNS rebinding) does not. */
  isHost(host: string | undefined): boolean;
}

/** Loopback under its three names, the bound address, and the public address where one is set. */
export function knownOrigins(input: {
  host: string;
  port: number;
  publicUrl?: string | undefined;
}): KnownOrigins {
  const names = ['localhost', '127.0.0.1', '[::1]'];
  if (!['0.0.0.0', '::', '127.0.0.1', '::1', 'localhost'].includes(input.host)) {
    names.push(input.host.includes(':') ? `[${input.host}]` : input.host);
  }
  const local = names.map((name) => new URL(`http://${name}:${input.port}`).origin);
  const list = input.publicUrl ? [new URL(input.publicUrl).origin, ...local] : local;
  const origins = new Set(list);
  const hosts = new Set(list.map((origin) => new URL(origin).host));
  return {
    list,
    isOrigin: (origin) => origins.has(origin),
    isHost: (host) => host !== undefined && hosts.has(host.toLowerCase()),
  };
}

/** True where a browser says that another site's page sent this. Without the header no browser did, or a same-site GET. */
export function isForeign(req: IncomingMessage, origins: KnownOrigins): boolean {
  const { origin } = req.headers;
  return origin !== undefined && !origins.isOrigin(origin);
}
