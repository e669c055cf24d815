import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const webDir = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '');
const repositoryDir = join(webDir, '..', '..');

/** What the built pages depend on: their sources, the contracts they bundle, and the versions of everything else. */
const INPUTS = [
  'apps/web/src/app',
  'apps/web/src/browser',
  'apps/web/src/components',
  'apps/web/next.config.mjs',
  'apps/web/postcss.config.mjs',
  'packages/contracts/src',
  'package-lock.json',
];

/** Hash of all that, over paths and contents in a fixed order: equal sources, equal build. */
export async function hashBuildInputs(): Promise<string> {
  const hash = createHash('sha256');
  for (const input of INPUTS) {
    for (const file of await listFiles(join(repositoryDir, input))) {
      const content = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
      hash.update(`${relative(repositoryDir, file).replaceAll('\\', '/')} ${content}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

async function listFiles(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null);
  if (entries === null) return [path];
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
