import { ensureOllama } from '../bootstrap/ollama.mjs';
import { repositoryDir } from '../bootstrap/places.mjs';
import { runChild } from '../bootstrap/run-child.mjs';

/** What can be measured, and the program that measures it; each prints one JSON object with `--json`. */
const BENCHES = {
  trainer: [process.env.EMAILAI_PYTHON, ['-m', 'emailai_trainer.bench']],
  plane: [process.execPath, ['--import', 'tsx', 'apps/plane-bench/src/bench-plane.ts']],
  habits: [process.execPath, ['--import', 'tsx', 'packages/pipeline/src/bench/measure-habits.ts']],
  mail: [process.execPath, ['--import', 'tsx', 'packages/mailbox/src/bench/measure-mail.ts']],
  serving: [
    process.execPath,
    ['--import', 'tsx', 'packages/pipeline/src/bench/measure-serving.ts'],
  ],
};

/** `npm run bench -- <area> [arguments]`. */
export default async function bench([area, ...args]) {
  const chosen = BENCHES[area];
  if (!chosen) {
    console.error(
      `Say what to measure: npm run bench -- <${Object.keys(BENCHES).join('|')}> [--json]`,
    );
    return 2;
  }
  // What an engine of ours is measured against, where one is built.
  if (area === 'serving') Object.assign(process.env, await ensureOllama());
  const [program, programArgs] = chosen;
  return runChild(program, [...programArgs, ...args], {
    cwd: repositoryDir,
    env: { ...process.env, PYTHONPATH: 'packages/pipeline/trainer' },
  });
}
