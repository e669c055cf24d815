import assert from 'node:assert/strict';
import type { Fault } from '../fault';

/** EX_CONFIG: no restart mends a token that was taken away. */
const EXIT_CONFIG = 78;

/** An agent's token is taken away in the middle of a job, which another agent then makes from the start. */
export const tokenRevoked: Fault = {
  name: 'token-revoked',
  async run(field) {
    const { random } = field;
    const holdAt = random.between(1, 11);
    const plane = await field.startPlane();
    const revoked = await field.startAgent(plane.port, { plan: { holdAt } });
    const job = await field.order(plane.port);
    const operator = await field.openBrowser(plane.port, 'operator');
    await job.untilEpoch(holdAt);
    const isOtherThere = random.chance(0.5);
    if (isOtherThere) await field.startAgent(plane.port);
    if (random.chance(0.5)) await revoked.release();
    await operator.client.agent.revoke.mutate({ agentId: revoked.agentId });
    assert.equal(await revoked.exited(), EXIT_CONFIG);
    if (!isOtherThere) await field.startAgent(plane.port);
    assert.equal(await job.end(), 'COMPLETED');
    const claims = job.seen.flatMap(({ payload }) => (payload.type === 'claimed' ? payload : []));
    assert.equal(claims.length, 2);
    assert.notEqual(claims[1]?.agentId, revoked.agentId);
  },
};
