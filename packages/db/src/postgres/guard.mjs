// Stands between emailai and its PostgreSQL: `node guard.mjs <spec as JSON>`. When stdin ends, because
// emailai asked for it or was killed, PostgreSQL is shut down. Plain JavaScript: it must start at once and
// needs nothing of the repository. `ownerPid` in the spec is for whoever reads the process list: while it is
// this process's parent, the database is in use.
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';

/** A fast shutdown ends sessions and writes a checkpoint; after this long an immediate one follows. */
const FAST_SHUTDOWN_MS = 20_000;

const { binary, args, user, logFile } = JSON.parse(process.argv[2]);
const log = openSync(logFile, 'a', 0o600);
const postgres = spawn(binary, args, {
  stdio: ['ignore', log, log],
  cwd: '/',
  // Nothing of emailai's environment (keys, tokens) is passed on.
  env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
  ...user,
});
postgres.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
postgres.on('exit', (code) => process.exit(code ?? 1));

let isStopping = false;
function stop() {
  if (isStopping) return;
  isStopping = true;
  postgres.kill('SIGINT');
  setTimeout(() => postgres.kill('SIGQUIT'), FAST_SHUTDOWN_MS).unref();
}
process.stdin.on('end', stop).on('error', stop).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
