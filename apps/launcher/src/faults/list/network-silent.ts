import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault';
import { scaled } from '../field/fault-intervals';
import { openNetwork } from '../field/network';

/** A minute of service; or more than a connection takes before both ends have given it up. */
const SILENCES_MS = [scaled(60_000), 2_500];
const EPOCHS = 30;

/** Nothing gets through for a while and nobody is told. Training goes on, and every word of it arrives later. */
export const networkSilent: Fault = {
  name: 'network-silent',
  async run(field) {
    const { random } = field;
    const holdAt = random.between(1, 8);
    const plane = await field.startPlane();
    const network = await openNetwork({ port: () => plane.port });
    field.atEnd(() => network.close());
    const agent = await field.startAgent(network.port, {
      plan: { epochs: EPOCHS, holdAt },
      planePort: plane.port,
    });
    const job = await field.order(plane.port);
    await job.untilEpoch(holdAt);
    network.silence();
    await agent.release();
    const heard = job.seen.length;
    const percent = agent.percent() ?? 0;
    await sleep(random.pick(SILENCES_MS));
    assert.equal(job.seen.length, heard, 'nothing arrives in the silence');
    assert.ok((agent.percent() ?? 0) > percent, 'training goes on in the silence');
    network.resume();
    assert.equal(await job.end(), 'COMPLETED');
    assert.equal(job.claims(), 1);
    assert.deepEqual(
      job.epochs(),
      Array.from({ length: EPOCHS }, (_, index) => index + 1),
    );
  },
};
