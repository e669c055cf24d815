import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryDir } from '../bootstrap/places.mjs';
import { runChild } from '../bootstrap/run-child.mjs';

const resultsDir = join(repositoryDir, 'test-results');
const vitest = join(repositoryDir, 'node_modules/vitest/vitest.mjs');
const playwright = join(repositoryDir, 'node_modules/@playwright/test/cli.js');

/** Its faults measure time: they have the machine to themselves. */
const FAULTS = 'apps/launcher/src/faults/faults.test.ts';

function runVitest(report, args) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return [process.execPath, [vitest, 'run', ...reporters, ...args]];
}

function countVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
    JSON.parse(report);
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((t) => t.status !== 'failed'),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles.length,
    skipped: numPendingTests + numTodoTests,
  };
}

/** The suites: how each is run, and how its own report is counted. */
const SUITES = {
  unit: {
    run: (report, args) => runVitest(report, ['--exclude', FAULTS, ...args]),
    count: countVitest,
  },
  faults: {
    run: (report, args) => runVitest(report, [FAULTS, ...args]),
    count: countVitest,
  },
  trainer: {
    run: (report, args) => [
      process.env.EMAILAI_PYTHON,
      [
        '-m',
        'pytest',
        '-q',
        '-p',
        'no:cacheprovider',
        `--junitxml=${report}`,
        'packages/pipeline/trainer/tests',
        ...args,
      ],
    ],
    count: (report) => {
      const read = (name) =>
        Number(report.match(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`))?.[1] ?? 0);
      const failed = read('failures') + read('errors');
      return { passed: read('tests') - failed - read('skipped'), failed, skipped: read('skipped') };
    },
  },
  browser: {
    env: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: report }),
    run: (_report, args) => [
      process.execPath,
      [playwright, 'test', '--config', 'e2e/playwright.config.ts', '--reporter=line,json', ...args],
    ],
    count: (report) => {
      const { expected, unexpected, flaky, skipped } = JSON.parse(report).stats;
      return { passed: expected, failed: unexpected + flaky, skipped };
    },
  },
};

/** `npm test [-- unit|faults|trainer|browser [arguments]]`; without a name all of them, then one closing line. */
export default async function test([chosen, ...args]) {
  if (chosen && !SUITES[chosen]) {
    console.error(`There is no suite "${chosen}". Known: ${Object.keys(SUITES).join(', ')}.`);
    return 2;
  }
  rmSync(resultsDir, { recursive: true, force: true });
  mkdirSync(resultsDir, { recursive: true });
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const name of chosen ? [chosen] : Object.keys(SUITES)) {
    const counts = await runSuite(name, args);
    console.log(`${name}: ${line(counts)}`);
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
  console.log(`\n${line(total)}`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

const line = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

async function runSuite(name, args) {
  if (name === 'browser' && process.env.EMAILAI_NO_BROWSER) {
    console.log('browser: skipped, because no Chromium could be installed');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const suite = SUITES[name];
  const report = join(resultsDir, `${name}.report`);
  // Whatever database or model server this machine happens to have is not for tests to touch.
  const {
    DATABASE_URL: _database,
    OLLAMA_BASE_URL: _ollama,
    AGENT_ENGINE: _engine,
    ...env
  } = process.env;
  const [program, programArgs] = suite.run(report, args);
  const code = await runChild(program, programArgs, {
    cwd: repositoryDir,
    env: {
      ...env,
      PYTHONPATH: join(repositoryDir, 'packages/pipeline/trainer'),
      ...suite.env?.(report),
    },
  });
  try {
    const counts = suite.count(readFileSync(report, 'utf8'));
    // A suite that ended badly without a failed test (a crash, a broken set-up) still counts as one failure.
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    return counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
