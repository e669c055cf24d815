import { defineConfig } from '@playwright/test';

/** Chromium without a display, and kept off the network: it would look its maker's hosts up at every start. */
const CHROMIUM_ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const isRoot = process.getuid?.() === 0;
const executablePath = process.env.CHROMIUM_PATH;

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/browser',
  globalSetup: './stack/start-stack.ts',
  // One stack, one agent, two cores: a second worker would only wait for the first one's training.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // A training takes half a minute alone on two cores; these are for a machine that has more to do.
  timeout: 300_000,
  expect: { timeout: 20_000 },
  reporter: [['line'], ['json', { outputFile: '../test-results/browser.json' }]],
  use: {
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      args: isRoot ? [...CHROMIUM_ARGS, '--no-sandbox'] : CHROMIUM_ARGS,
      ...(executablePath ? { executablePath } : {}),
    },
  },
  projects: [
    { name: 'with-agent', testIgnore: 'no-agent.spec.ts' },
    // It takes the agent's token away, so it comes last.
    { name: 'without-agent', testMatch: 'no-agent.spec.ts', dependencies: ['with-agent'] },
  ],
});
