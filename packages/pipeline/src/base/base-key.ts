import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSha256 } from '@emailai/serving/file-sha256';

/** Raised when `prepare_base` writes something else from the same source: what is cached is made anew. */
const FORMAT = 1;
/** Larger files are weights: reading 16 GB at each start would take longer than it is worth. */
const WHOLE_BYTES = 64 * 2 ** 20;
const END_BYTES = 2 ** 20;

/**
 * The name a base's prepared files have in the cache: a hash of its files' names and contents; of files above
 * 64 MiB the size, the time of the last change and the first and last mebibyte.
 */
export async function baseKey(source: string): Promise<string> {
  const hash = createHash('sha256').update(`format ${FORMAT}\n`);
  const about = await stat(source);
  if (about.isFile()) {
    hash.update(await fileMark(source));
  } else {
    for (const name of (await readdir(source)).sort()) {
      // What people read about a base does not change it.
      if (name.startsWith('.') || name.endsWith('.md')) continue;
      const file = join(source, name);
      if ((await stat(file)).isFile()) hash.update(`${name}\n${await fileMark(file)}\n`);
    }
  }
  return hash.digest('hex').slice(0, 32);
}

async function fileMark(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  if (size <= WHOLE_BYTES) return fileSha256(path);
  const file = await open(path, 'r');
  try {
    const ends = createHash('sha256');
    for (const position of [0, size - END_BYTES]) {
      const { buffer } = await file.read(Buffer.alloc(END_BYTES), 0, END_BYTES, position);
      ends.update(buffer);
    }
    return `${size} ${mtimeMs} ${ends.digest('hex')}`;
  } finally {
    await file.close();
  }
}
