import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import type { Fault } from '../fault';

/** The real trainer is refused memory by its allocator, or is ended by the kernel for having taken too much. */
export const outOfMemoryTraining: Fault = {
  name: 'out-of-memory-training',
  isHeavy: true,
  async run(field) {
    const { random } = field;
    const plane = await field.startPlane();
    const agent = await field.startAgent(plane.port, { isReal: true });
    const job = await field.order(plane.port);
    const step = random.between(1, 8);
    await job.until(
      `step ${step}`,
      ({ payload }) => payload.type === 'step' && payload.step >= step,
    );
    if (random.chance(0.5)) {
      await writeFile(agent.memoryFullFile, '');
      await job.until('an attempt that failed', ({ payload }) => payload.type === 'requeued');
      await rm(agent.memoryFullFile);
    } else {
      const [trainer] = await agent.children();
      assert.ok(trainer !== undefined);
      process.kill(trainer.pid, 'SIGKILL');
    }
    assert.equal(await job.end(), 'COMPLETED');
    const failed = job.seen.flatMap(({ payload }) => (payload.type === 'requeued' ? payload : []));
    assert.match(failed[0]?.reason ?? '', /memory/);
  },
};
