import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentEvent } from '@emailai/contracts/job/events';
import { describe, expect, it } from 'vitest';
import { jobFolders } from './testing/job-folder';
import { type MeterInput, openUsageMeter } from './usage-meter';

const newFolder = jobFolders();

/** A meter at a price of a dollar a second, whose clock the test moves. */
async function openMeter(jobDir: string, over: Partial<MeterInput> = {}) {
  const clock = { ms: 0 };
  const told: AgentEvent[] = [];
  const meter = await openUsageMeter({
    jobDir,
    epoch: 1,
    costPerHourUsd: 3_600,
    emit: (event) => told.push(event),
    nowMs: () => clock.ms,
    ...over,
  });
  return { meter, told, clock };
}

const used = (gpuSeconds: number, energyWh: number | null = null) => ({
  gpuSeconds,
  energyWh,
  costUsd: gpuSeconds,
});

describe('the usage meter', () => {
  it('counts while the device is held, and nothing in between', async () => {
    const { meter, told, clock } = await openMeter(await newFolder());
    await meter.during(async () => {
      clock.ms += 4_000;
      expect(meter.used).toEqual(used(4));
    });
    clock.ms += 60_000;
    await meter.during(async () => {
      clock.ms += 1_000;
    });
    expect(told).toEqual([
      { type: 'used', ...used(4) },
      { type: 'used', ...used(5) },
    ]);
  });

  it('tells also of work that failed, with the words of the failure', async () => {
    const { meter, told, clock } = await openMeter(await newFolder());
    const failing = meter.during(async () => {
      clock.ms += 2_000;
      throw new Error('out of memory');
    });
    await expect(failing).rejects.toThrow('out of memory');
    expect(told).toEqual([{ type: 'used', ...used(2) }]);
  });

  it('counts on after a restart, and from 0 under a new claim', async () => {
    const jobDir = await newFolder();
    const first = await openMeter(jobDir);
    await first.meter.during(async () => {
      first.clock.ms += 3_000;
    });
    expect((await openMeter(jobDir)).meter.used).toEqual(used(3));
    expect((await openMeter(jobDir, { epoch: 2 })).meter.used).toEqual(used(0));
    await writeFile(join(jobDir, 'usage.json'), '{"epoch": 1, "gpuSec');
    expect((await openMeter(jobDir)).meter.used).toEqual(used(0));
  });

  it('adds up watts over time, and knows no energy where nobody knows the watts', async () => {
    const { meter, clock } = await openMeter(await newFolder(), { readWatts: async () => 360 });
    await meter.during(async () => {
      clock.ms += 10_000;
    });
    expect(meter.used.energyWh).toBeCloseTo(1, 9);
    for (const readWatts of [async () => null, async () => Promise.reject(new Error('gone'))]) {
      const silent = await openMeter(await newFolder(), { readWatts });
      await silent.meter.during(async () => {
        silent.clock.ms += 10_000;
      });
      expect(silent.meter.used).toEqual(used(10));
    }
  });

  it('tells and keeps the count while the work goes on', async () => {
    const jobDir = await newFolder();
    const { meter, told, clock } = await openMeter(jobDir, {
      tickMs: 1,
      readWatts: async () => 72,
    });
    await meter.during(async () => {
      clock.ms += 50_000;
      await expect.poll(() => told.length).toBeGreaterThan(1);
      await expect
        .poll(async () => JSON.parse(await readFile(join(jobDir, 'usage.json'), 'utf8')))
        .toEqual({ epoch: 1, gpuSeconds: 50, energyWh: 1 });
    });
    expect(told.at(-1)).toEqual({ type: 'used', ...used(50, 1) });
  });

  it('costs no job where its count cannot be kept', async () => {
    const file = join(await newFolder(), 'no-folder');
    await writeFile(file, '');
    const { meter, clock } = await openMeter(file);
    await meter.during(async () => {
      clock.ms += 1_000;
    });
    expect(meter.used).toEqual(used(1));
  });
});
