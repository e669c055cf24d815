import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ServiceError } from '@emailai/contracts/errors';
import { z } from 'zod';
import { KEY_BYTES } from './sealed-box';

/** The operator's keys, oldest first; the last one wraps, all of them unwrap. */
export interface OperatorKeys {
  current: { id: string; key: Uint8Array };
  byId: ReadonlyMap<string, Uint8Array>;
}

const fileSchema = z.object({
  keys: z.array(z.object({ id: z.string(), key: z.base64() })).min(1),
});

/** The id is drawn from the key, so a file with the right id and the wrong key is noticed on reading. */
const idOf = (key: Uint8Array) => `k${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;

/** Written beside its place and linked there: two first starts at once agree on one key. */
async function makeFile(file: string): Promise<void> {
  const key = randomBytes(KEY_BYTES);
  const text = JSON.stringify({ keys: [{ id: idOf(key), key: key.toString('base64') }] });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${text}\n`);
    await handle.sync();
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await handle.close();
    await rm(draft);
  }
}

function parseKeys(file: string, text: string): OperatorKeys {
  const damaged = (cause?: unknown) =>
    new ServiceError('unavailable', `The operator's key file ${file} is damaged.`, {
      nextStep: 'Restore it from your recovery copy: without it no stored mail can be read.',
      cause,
    });
  let keys: { id: string; key: Buffer }[];
  try {
    keys = fileSchema
      .parse(JSON.parse(text))
      .keys.map(({ id, key }) => ({ id, key: Buffer.from(key, 'base64') }));
  } catch (cause) {
    throw damaged(cause);
  }
  const current = keys.at(-1);
  const isSound = keys.every(({ id, key }) => key.length === KEY_BYTES && idOf(key) === id);
  if (current === undefined || !isSound) throw damaged();
  return { current, byId: new Map(keys.map(({ id, key }) => [id, key])) };
}

/**
 * Reads the operator's keys from `file` and makes one at the first run. The file is the only thing that
 * opens stored mail, so one that others may read is refused.
 * @throws ServiceError `unavailable`
 */
export async function openOperatorKeys(file: string): Promise<OperatorKeys> {
  const isMissing = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  };
  if ((await stat(file).catch(isMissing)) === null) await makeFile(file);
  if (((await stat(file)).mode & 0o077) !== 0) {
    throw new ServiceError('unavailable', `Others may read the operator's key file ${file}.`, {
      nextStep: `Take that right away: chmod 600 ${file}`,
    });
  }
  return parseKeys(file, await readFile(file, 'utf8'));
}
