import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './is-public-address';

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}
/** Every address a host name stands for. */
export type ResolveHost = (host: string) => Promise<ResolvedAddress[]>;

export const resolveBySystem: ResolveHost = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/**
 * The one address to connect to, or why there is none. Looked up once and pinned by the caller: a name that
 * resolves differently a moment later (DNS rebinding) changes nothing. A name with a single address in a private
 * network is refused as a whole, for which one is taken is chance.
 */
export async function resolveTarget(
  url: URL,
  { resolve, allowPrivate }: { resolve: ResolveHost; allowPrivate: boolean },
): Promise<ResolvedAddress | 'unresolved' | 'address_refused'> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const version = isIP(host);
  const found: ResolvedAddress[] =
    version === 0
      ? await resolve(host).catch(() => [])
      : [{ address: host, family: version === 6 ? 6 : 4 }];
  const [first] = found;
  if (first === undefined) return 'unresolved';
  if (!allowPrivate && found.some(({ address }) => !isPublicAddress(address))) {
    return 'address_refused';
  }
  return first;
}
