import assert from 'node:assert/strict';
import type { Fault } from '../fault';
import { openNetwork } from '../field/network';

/** One of two servers stops in order in the middle of a job: its agent goes on at the other, where the page is. */
export const serverDrained: Fault = {
  name: 'server-drained',
  async run(field) {
    const staying = await field.startPlane();
    const leaving = await field.startPlaneProcess();
    let { port } = leaving;
    const network = await openNetwork({ port: () => port });
    field.atEnd(() => network.close());
    await field.startAgent(network.port, { plan: { epochs: 30 }, planePort: staying.port });
    const job = await field.order(staying.port);
    const seq = field.random.between(1, 20);
    await job.until(`event ${seq}`, (event) => event.seq >= seq);
    port = staying.port;
    await leaving.stop();
    assert.equal(await job.end(), 'COMPLETED');
    assert.equal(job.claims(), 1);
  },
};
