import { open } from 'node:fs/promises';

const KNOWN_VERSIONS = [2, 3];
/** Magic, version (u32), tensors (u64), keys (u64), little endian. */
const HEADER_BYTES = 24;

/**
 * Whether a file begins as GGUF does. Readers believe the counts in the header: on a file that only calls itself
 * GGUF they would look for a billion tensors and never come back.
 */
export async function looksLikeGguf(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    if (bytesRead < HEADER_BYTES || buffer.toString('latin1', 0, 4) !== 'GGUF') return false;
    const entries = buffer.readBigUInt64LE(8) + buffer.readBigUInt64LE(16);
    // No tensor and no key takes less than a byte.
    const { size } = await file.stat();
    return KNOWN_VERSIONS.includes(buffer.readUInt32LE(4)) && entries < BigInt(size);
  } finally {
    await file.close();
  }
}
