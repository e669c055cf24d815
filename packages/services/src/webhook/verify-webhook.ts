import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether `given` is one of the keys, in a time that says nothing about how nearly. */
export function isOneOf(keys: readonly string[], given: string): boolean {
  const asked = digest(given);
  // Every key is compared, whichever fits.
  return keys.map((key) => timingSafeEqual(digest(key), asked)).includes(true);
}

/**
 * Whether a body was signed as Standard Webhooks say, by one of the keys and within five minutes of now. A key that
 * begins with `whsec_` is base64, any other is taken as it is written.
 */
export function isSignedByOneOf(
  keys: readonly string[],
  { headers, body }: { headers: IncomingHttpHeaders; body: string },
): boolean {
  const named = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
  const signed = Object.fromEntries(named.map((name) => [name, String(headers[name] ?? '')]));
  return keys
    .map((key) => {
      try {
        const format = key.startsWith('whsec_') ? {} : { format: 'raw' as const };
        new Webhook(key, format).verify(body, signed, { jsonParse: false });
        return true;
      } catch {
        return false;
      }
    })
    .includes(true);
}
