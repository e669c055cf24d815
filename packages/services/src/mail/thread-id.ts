import { createHash } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The thread a mail would found in a mailbox, from its Message-ID: 20 characters a–z0–9. Made from the id, not at
 * random, so that an answer read before its parent already lies where the parent will come.
 */
export function threadIdOf(emailAccountId: string, messageId: string): string {
  const hash = createHash('sha256').update(`${emailAccountId}\n${messageId}`).digest();
  return [...hash.subarray(0, 20)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
