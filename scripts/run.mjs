#!/usr/bin/env node
/**
 * `node scripts/run.mjs <command> [-- arguments]`: every root command of package.json starts here. It sets up what
 * the command needs (and only that), then hands over. Dependency-free: it runs before anything is installed.
 */
import { quietEnvironment, repositoryDir } from './bootstrap/places.mjs';
import { requireNode } from './bootstrap/require-node.mjs';
import { runChild } from './bootstrap/run-child.mjs';

const SETUP = {
  packages: () => import('./bootstrap/node-packages.mjs').then((m) => m.ensureNodePackages()),
  python: () => import('./bootstrap/python-environment.mjs').then((m) => m.ensurePython()),
  chromium: () => import('./bootstrap/chromium.mjs').then((m) => m.ensureChromium()),
  ollama: () => import('./bootstrap/ollama.mjs').then((m) => m.ensureOllama()),
};

/** What each command needs before it, and what runs it. */
const COMMANDS = {
  demo: { needs: ['packages', 'python'], tsx: 'apps/launcher/src/demo.ts' },
  start: { needs: ['packages', 'python'], tsx: 'apps/launcher/src/start.ts' },
  dev: { needs: ['packages', 'python'], tsx: 'apps/launcher/src/dev.ts' },
  sql: { needs: ['packages'], tsx: 'apps/launcher/src/sql.ts' },
  'agent:token': { needs: ['packages'], tsx: 'apps/launcher/src/agent-token.ts' },
  agent: { needs: ['packages', 'python'], tsx: 'apps/gpu-agent/src/cli.ts' },
  test: { needs: ['packages', 'python', 'chromium', 'ollama'], script: './commands/test.mjs' },
  'test:faults': { needs: ['packages', 'python'], tsx: 'apps/launcher/src/faults/test-faults.ts' },
  check: { needs: ['packages', 'python'], script: './commands/check.mjs' },
  bench: { needs: ['packages', 'python'], script: './commands/bench.mjs' },
  'bench:plane': { needs: ['packages'], tsx: 'apps/plane-bench/src/bench-plane.ts' },
};

async function main() {
  const [name, ...rest] = process.argv.slice(2);
  const args = rest[0] === '--' ? rest.slice(1) : rest;
  const command = COMMANDS[name];
  if (!command) {
    console.error(
      `emailai: there is no command "${name ?? ''}". Known: ${Object.keys(COMMANDS).join(', ')}.`,
    );
    return 2;
  }
  requireNode();
  Object.assign(process.env, quietEnvironment());
  const startedAtMs = Date.now();
  for (const need of command.needs) Object.assign(process.env, await SETUP[need]());
  process.env.EMAILAI_SETUP_MS = String(Date.now() - startedAtMs);
  if (command.script) return (await import(command.script)).default(args);
  return runChild(process.execPath, ['--import', 'tsx', command.tsx, ...args], {
    cwd: repositoryDir,
  });
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(`emailai: ${error.sentence ?? error.stack ?? error}`);
    process.exitCode = 1;
  },
);
