import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault';
import { openNetwork } from '../field/network';

/** Nothing gets through for longer than anybody waits: the job goes to another agent, or back to this one. */
export const networkGone: Fault = {
  name: 'network-gone',
  async run(field) {
    const { random } = field;
    const holdAt = random.between(1, 6);
    const plane = await field.startPlane();
    const network = await openNetwork({ port: () => plane.port });
    field.atEnd(() => network.close());
    const away = await field.startAgent(network.port, {
      plan: { holdAt },
      planePort: plane.port,
    });
    const job = await field.order(plane.port);
    await job.untilEpoch(holdAt);
    const other = random.chance(0.5) ? await field.startAgent(plane.port) : null;
    network.silence();
    await away.release();
    await job.until('being queued again', ({ payload }) => payload.type === 'requeued');
    await sleep(random.between(0, 500));
    network.resume();
    assert.equal(await job.end(), 'COMPLETED');
    const claims = job.seen.flatMap(({ payload }) => (payload.type === 'claimed' ? payload : []));
    assert.equal(claims[1]?.agentId, (other ?? away).agentId);
  },
};
