import assert from 'node:assert/strict';
import { MAX_ATTEMPTS } from '@emailai/services/job/max-attempts';
import type { Fault } from '../fault';

/** The trainer runs out of memory once, twice, or as often as it is tried. */
export const outOfMemory: Fault = {
  name: 'out-of-memory',
  async run(field) {
    const failures = field.random.between(1, MAX_ATTEMPTS);
    const fails = Array.from({ length: failures }, () => ({
      epoch: field.random.between(1, 6),
      code: 'out_of_memory' as const,
    }));
    const plane = await field.startPlane();
    await field.startAgent(plane.port, { plan: { epochs: 6, fails } });
    const job = await field.order(plane.port);
    const isHopeless = failures === MAX_ATTEMPTS;
    assert.equal(await job.end(), isHopeless ? 'FAILED' : 'COMPLETED');
    assert.equal(job.claims(), Math.min(failures + 1, MAX_ATTEMPTS));
    if (isHopeless) {
      const last = job.seen.at(-1)?.payload;
      assert.ok(last?.type === 'failed' && last.error.code === 'out_of_memory');
      assert.notEqual(last.error.nextStep, '');
    }
    const next = await field.order(plane.port, field.writers[1]);
    assert.equal(await next.end(), 'COMPLETED', 'the agent works on');
  },
};
