import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** A folder of its own for every test of a file. */
export function useTemporaryHome(): { readonly path: string } {
  const home = { path: '' };
  beforeEach(async () => {
    home.path = await mkdtemp(join(tmpdir(), 'gpu-agent-'));
  });
  afterEach(async () => {
    await rm(home.path, { recursive: true, force: true });
  });
  return home;
}
