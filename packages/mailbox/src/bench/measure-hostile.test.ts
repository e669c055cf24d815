import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { isAsExpected, readHostile } from './measure-hostile';

const HOSTILE = fileURLToPath(new URL('../../../../../shared/data/hostile/', import.meta.url));
const hasHostile = existsSync(HOSTILE);
if (!hasHostile) console.log('SKIPPED: hostile messages (../shared/data/hostile is not there).');

it.skipIf(!hasHostile)(
  'reads or refuses sixty awkward messages as their manifest says, each in under a second',
  async () => {
    const readings = await readHostile(HOSTILE);
    expect(readings).toHaveLength(60);
    expect(readings.filter((one) => !isAsExpected(one))).toEqual([]);
    expect(readings.filter((one) => one.cpuMs >= 1_000)).toEqual([]);
  },
  60_000,
);
