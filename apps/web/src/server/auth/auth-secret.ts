import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The key that signs session cookies, made at the first start and kept in the state folder (0600), so that
 * people stay signed in over a restart.
 */
export async function readAuthSecret(stateDir: string): Promise<string> {
  const file = join(stateDir, 'auth-secret');
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const fresh = randomBytes(32).toString('base64url');
  try {
    await writeFile(file, fresh, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const secret = (await readFile(file, 'utf8')).trim();
    if (secret.length >= 32) return secret;
    throw new Error(`${file} is not complete. Delete it and start again; everybody signs in anew.`);
  }
}
