import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { lapseLease } from '@emailai/db/testing/lapse-lease';
import type { Fault } from '../fault';

/** The lease lapses while the model is handed in, with two sweepers at it: it counts once, or is made once more. */
export const sweeperAgainstFinish: Fault = {
  name: 'sweeper-against-finish',
  async run(field) {
    const { random } = field;
    const plane = await field.startPlane();
    await field.startPlane();
    await field.startAgent(plane.port, { plan: { epochs: 3 } });
    const job = await field.order(plane.port);
    // One sweep less than attempts: the last one may finish in peace.
    for (let claims = 1; claims <= 2; claims += 1) {
      await job.until(
        'deploying',
        ({ status }) => job.isOver || (job.claims() >= claims && status === 'DEPLOYING'),
      );
      await sleep(random.between(0, 60));
      await lapseLease(field.db, job.jobId);
    }
    assert.equal(await job.end(), 'COMPLETED');
  },
};
