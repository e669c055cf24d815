import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault';

/** The database goes in mid-sentence, once or twice, and recovers what was committed. */
export const postgresRestarted: Fault = {
  name: 'postgres-restarted',
  needsOwnServer: true,
  async run(field) {
    const { random } = field;
    const plane = await field.startPlane();
    await field.startAgent(plane.port, { plan: { epochs: 30 } });
    const job = await field.order(plane.port);
    for (let restarts = random.between(1, 2); restarts > 0; restarts -= 1) {
      const seq = job.seen.length + random.between(1, 12);
      await job.until(`event ${seq}`, (event) => event.seq >= seq || event.progress === 100);
      await sleep(random.between(0, 20));
      await field.restartDatabase();
    }
    assert.equal(await job.end(), 'COMPLETED');
  },
};
