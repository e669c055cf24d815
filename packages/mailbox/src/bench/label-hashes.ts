import { createHash } from 'node:crypto';

/** How a label names a mail and one of its lines: shortened hashes. */
const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

export const mailHash = (messageId: string) => shortHash(messageId);

/** By its last three words: a line may have been joined with the one before. */
export function lineHash(messageId: string, line: string): string {
  const words = line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return shortHash(`${messageId} ${words.slice(-3).join(' ')}`);
}
