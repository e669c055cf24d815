import { existsSync } from 'node:fs';
import { lastLines, runQuietly } from './run-child.mjs';

const KNOWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Finds or installs a Chromium for the browser tests; without one they are one printed skip. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return { CHROMIUM_PATH: found };
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('emailai: installing Chromium for the browser tests …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runQuietly('apt-get', ['update', '-q'], { env });
    const result = await runQuietly(
      'apt-get',
      ['install', '-y', '-q', '--no-install-recommends', 'chromium'],
      { env },
    );
    if (result.code !== 0) console.error(lastLines(result.output, 5));
  } else {
    const result = await runQuietly('npx', ['playwright', 'install', 'chromium']);
    if (result.code === 0) return { CHROMIUM_PATH: '' };
  }
  const installed = findChromium();
  if (!installed)
    console.error('emailai: no Chromium could be installed; browser tests will be skipped.');
  return installed ? { CHROMIUM_PATH: installed } : { EMAILAI_NO_BROWSER: '1' };
}

function findChromium() {
  if (process.env.CHROMIUM_PATH && existsSync(process.env.CHROMIUM_PATH))
    return process.env.CHROMIUM_PATH;
  return KNOWN.find((path) => existsSync(path));
}
