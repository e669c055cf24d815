import { type ClientRequestArgs, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type ResolveHost, resolveTarget } from './resolve-target';

/** Why there is no answer that counts, in words of our own: what a foreign server says is not kept. */
export type PostFault =
  | 'unresolved'
  | 'address_refused'
  | 'timeout'
  | 'no_connection'
  | 'redirect'
  | 'not_accepted';

export interface PostResult {
  status: number | null;
  /** `null` where a 2xx came back. */
  fault: PostFault | null;
}

export interface PostInput {
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** For all of it: name, connection, answer. */
  timeoutMs: number;
  allowPrivate: boolean;
  resolve: ResolveHost;
  signal: AbortSignal;
}

/** Posts a body to an address outside: resolved once and pinned, no redirect followed, of the answer only the status. */
export async function postWebhook(input: PostInput): Promise<PostResult> {
  const timeout = AbortSignal.timeout(input.timeoutMs);
  const signal = AbortSignal.any([timeout, input.signal]);
  const none = (fault: PostFault): PostResult => ({ status: null, fault });
  const target = await Promise.race([resolveTarget(input.url, input), aborted(signal)]);
  if (target === 'aborted') return none('timeout');
  if (typeof target === 'string') return none(target);
  try {
    const status = await send(input, {
      signal,
      // Node asks for the address here, and gets the one that was looked at.
      lookup: (_host, options, done) =>
        options.all
          ? done(null, [{ address: target.address, family: target.family }])
          : done(null, target.address, target.family),
    });
    return { status, fault: faultOf(status) };
  } catch {
    return none(signal.aborted ? 'timeout' : 'no_connection');
  }
}

function faultOf(status: number): PostFault | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? 'redirect' : 'not_accepted';
}

function send(input: PostInput, options: ClientRequestArgs): Promise<number> {
  const request = input.url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const req = request(
      input.url,
      {
        ...options,
        method: 'POST',
        agent: false,
        headers: { ...input.headers, 'Content-Length': Buffer.byteLength(input.body) },
      },
      (res) => {
        resolve(res.statusCode ?? 0);
        res.destroy();
      },
    );
    req.on('error', reject);
    req.end(input.body);
  });
}

function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}
