import assert from 'node:assert/strict';
import type { Fault } from '../fault';

/** The agent dies at any moment of a job, between two words, and is started again. */
export const agentKilled: Fault = {
  name: 'agent-killed',
  async run(field) {
    const plane = await field.startPlane();
    const agent = await field.startAgent(plane.port);
    const job = await field.order(plane.port);
    for (let kills = field.random.between(1, 2); kills > 0; kills -= 1) {
      const seq = job.seen.length + field.random.between(1, 8);
      await job.until(`event ${seq}`, (event) => event.seq >= seq || event.progress === 100);
      agent.signal('SIGKILL');
      await agent.exited();
      agent.start();
      await agent.ready();
    }
    // It may have to claim anew: back after its lease, it is an idle agent to the sweeper until its hello.
    assert.equal(await job.end(), 'COMPLETED');
  },
};
