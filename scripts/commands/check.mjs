import { join } from 'node:path';
import { repositoryDir } from '../bootstrap/places.mjs';
import { runQuietly } from '../bootstrap/run-child.mjs';

const bin = (name) => join(repositoryDir, 'node_modules', '.bin', name);
const tsx = (file) => [process.execPath, ['--import', 'tsx', file, '--check']];

/** Each line of the house rules that a machine can hold, and the tool that holds it. */
const CHECKS = [
  ['format and lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  [
    'Python format',
    process.env.EMAILAI_PYTHON,
    ['-m', 'ruff', 'format', '--check', '--quiet', 'packages/pipeline/trainer'],
  ],
  [
    'Python lint',
    process.env.EMAILAI_PYTHON,
    ['-m', 'ruff', 'check', '--quiet', 'packages/pipeline/trainer'],
  ],
  ['types', bin('turbo'), ['run', 'types', '--output-logs=errors-only', '--log-order=grouped']],
  ['import law', process.execPath, ['scripts/commands/check-imports.mjs']],
  ['writers of jobs', process.execPath, ['scripts/commands/check-writers.mjs']],
  ['dead code', bin('knip'), []],
  ['trainer protocol drift', ...tsx('packages/pipeline/src/trainer/write-protocol-schema.ts')],
  ['job states page drift', ...tsx('packages/contracts/src/job/write-states-page.ts')],
  ['lock files', process.execPath, ['scripts/commands/check-locks.mjs']],
];

export default async function check() {
  let failed = 0;
  for (const [name, program, args] of CHECKS) {
    const startedAtMs = Date.now();
    const result = await runQuietly(program, args, { cwd: repositoryDir });
    const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1);
    console.log(`${result.code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    if (result.code === 0) continue;
    failed += 1;
    console.log(result.output.trim());
  }
  return failed === 0 ? 0 : 1;
}
