import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const WHOLE = /^whsec_[A-Za-z0-9+/]{43}=$/;

/**
 * The secret that signs webhooks where none was set: made at the first start, kept in the state folder (0600).
 * `isNew` once, so that somebody is told where it lies.
 */
export async function readWebhookSecret(
  stateDir: string,
): Promise<{ secret: string; file: string; isNew: boolean }> {
  const file = join(stateDir, 'webhook-secret');
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const fresh = `whsec_${randomBytes(32).toString('base64')}`;
  try {
    await writeFile(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' });
    return { secret: fresh, file, isNew: true };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const secret = (await readFile(file, 'utf8')).trim();
  if (WHOLE.test(secret)) return { secret, file, isNew: false };
  throw new Error(
    `${file} is not complete. Delete it and start again; receivers need the new one.`,
  );
}
