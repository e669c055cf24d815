import { createHash } from 'node:crypto';

const ID_LENGTH = 24;

/** A mail's id, lower case a–z0–9, from its Message-ID or, where it has none, its raw bytes. */
export function mailIdOf(source: string | Uint8Array): string {
  const digest = createHash('sha256').update(source).digest('hex');
  return BigInt(`0x${digest}`).toString(36).padStart(50, '0').slice(-ID_LENGTH);
}
