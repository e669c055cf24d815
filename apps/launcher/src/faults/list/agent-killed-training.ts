import assert from 'node:assert/strict';
import { isAlive } from '@emailai/gpu-agent/node/process-identity';
import type { Fault } from '../fault';

/** The agent dies at a training step of the real trainer; the next one ends what was left and goes on. */
export const agentKilledTraining: Fault = {
  name: 'agent-killed-training',
  isHeavy: true,
  async run(field) {
    const plane = await field.startPlane();
    const agent = await field.startAgent(plane.port, { isReal: true });
    const job = await field.order(plane.port);
    const step = field.random.between(1, 12);
    await job.until(
      `step ${step}`,
      ({ payload }) => payload.type === 'step' && payload.step >= step,
    );
    const children = await agent.children();
    assert.ok(children.length > 0);
    agent.signal('SIGKILL');
    await agent.exited();
    agent.start();
    assert.equal(await job.end(), 'COMPLETED');
    const alive = await Promise.all(children.map(isAlive));
    assert.ok(!alive.includes(true), 'a child of the dead agent lives on');
  },
};
