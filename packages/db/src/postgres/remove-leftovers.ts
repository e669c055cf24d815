import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readProcess } from './postmaster';

/** Removes `<name>.<pid>.part`: what a start was making that died before it was whole. */
export async function removeLeftovers(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = /\.(\d+)\.part$/.exec(name)?.[1];
    if (pid !== undefined && (await readProcess(Number(pid))) === null) {
      await rm(join(home, name), { recursive: true, force: true });
    }
  }
}
