import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryDir } from './places.mjs';
import { lastLines, runQuietly } from './run-child.mjs';
import { SetupError } from './setup-error.mjs';
import { withSetupLock } from './setup-lock.mjs';

const NPM = '11.19.1';
const stampFile = join(repositoryDir, 'node_modules', '.emailai-installed');

/** Hash of every file that decides what lies in node_modules and in the generated client. */
function wantedStamp() {
  const hash = createHash('sha256').update(process.version);
  const files = ['package.json', 'package-lock.json', 'e2e/package.json'];
  for (const group of ['apps', 'packages']) {
    for (const name of readdirSync(join(repositoryDir, group)))
      files.push(`${group}/${name}/package.json`);
  }
  for (const file of files.sort()) {
    const path = join(repositoryDir, file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
  }
  return hash.digest('hex');
}

const installedStamp = () => (existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : null);

/** Installs the npm packages and generates the database client, unless both stand as the lock wants them. */
export async function ensureNodePackages() {
  if (installedStamp() !== wantedStamp()) {
    await withSetupLock(join(repositoryDir, '.emailai', 'install.lock'), install);
  }
  const generate = await runQuietly(process.execPath, ['packages/db/scripts/generate.mjs'], {
    cwd: repositoryDir,
  });
  if (generate.code !== 0) {
    throw new SetupError(
      `The database client could not be generated:\n${lastLines(generate.output)}`,
    );
  }
  return {};
}

async function install() {
  if (installedStamp() === wantedStamp()) return;
  console.error('emailai: installing npm packages (about a minute the first time) …');
  const { output: version } = await runQuietly('npm', ['--version'], {
    shell: process.platform === 'win32',
  });
  const isRecent = Number.parseInt(version.match(/^\d+/m)?.[0] ?? '0', 10) >= 11;
  // `npm ci` insists on every other platform's binary packages standing in the lock; `install` completes it.
  const [program, args] = isRecent
    ? ['npm', ['install']]
    : ['npx', ['-y', `npm@${NPM}`, 'install']];
  const result = await runQuietly(
    program,
    [...args, '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: repositoryDir,
      shell: process.platform === 'win32',
    },
  );
  if (result.code !== 0) {
    throw new SetupError(
      `npm install failed. Check that the npm registry is reachable and the disk has 4 GB free, then run the command again. npm said:\n${lastLines(result.output)}`,
    );
  }
  writeFileSync(stampFile, wantedStamp());
}
