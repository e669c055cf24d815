import { readFileSync } from 'node:fs';

/** Lock files name packages and hashes, never where somebody's registry lies. */
const LOCKS = ['package-lock.json', 'packages/pipeline/trainer/requirements.lock', '.npmrc'];
const ADDRESS =
  /"resolved": "https?:|--(extra-)?index-url|registry\s*=|https?:\/\/[^"\s]*(registry|pypi|simple)/;

let failed = false;
for (const file of LOCKS) {
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      if (!ADDRESS.test(line)) return;
      failed = true;
      console.log(`${file}:${index + 1} holds an address: ${line.trim().slice(0, 100)}`);
    });
}
process.exitCode = failed ? 1 : 0;
