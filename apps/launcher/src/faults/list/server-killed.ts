import assert from 'node:assert/strict';
import type { Fault } from '../fault';
import { FAULT_INTERVALS } from '../field/fault-intervals';

/** The control plane dies at any moment of a job, and is started again. */
export const serverKilled: Fault = {
  name: 'server-killed',
  async run(field) {
    let plane = await field.startPlaneProcess();
    const { port } = plane;
    const agent = await field.startAgent(port, { plan: { epochs: 30 } });
    const job = await field.order(port);
    const seq = field.random.between(1, 20);
    await job.until(`event ${seq}`, (event) => event.seq >= seq);
    const diedMs = performance.now();
    await plane.kill();
    plane = await field.startPlaneProcess({ port });
    await agent.ready();
    const awayMs = performance.now() - diedMs;
    assert.equal(await job.end(), 'COMPLETED');
    if (awayMs < FAULT_INTERVALS.graceMs) assert.equal(job.claims(), 1);
  },
};
