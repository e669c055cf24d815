import assert from 'node:assert/strict';
import type { Fault } from '../fault';
import { openNetwork } from '../field/network';
import { waitUntil } from '../field/wait-until';

const HOUR_MS = 3_600_000;

/** Two servers and an agent disagree by hours about what time it is, and the agent moves from one to the other. */
export const clockSkewed: Fault = {
  name: 'clock-skewed',
  async run(field) {
    const { random } = field;
    const [writer] = field.writers;
    const wrong = () => random.pick([-HOUR_MS, HOUR_MS]);
    const serverSkewMs = wrong();
    const [first, second] = await Promise.all([
      field.startPlaneProcess({ skewMs: serverSkewMs }),
      field.startPlaneProcess({ skewMs: -serverSkewMs }),
    ]);
    let behind = first.port;
    const network = await openNetwork({ port: () => behind });
    field.atEnd(() => network.close());
    const holdAt = random.between(3, 8);
    const agent = await field.startAgent(network.port, {
      skewMs: wrong(),
      planePort: first.port,
      // The first attempt fails, so that somebody's clock decides when the second may begin.
      plan: { holdAt, fails: [{ epoch: 2, code: 'internal' }] },
    });
    for (const { port } of [first, second]) {
      const page = await field.openBrowser(port, writer);
      const { emailAccountId } = writer;
      // Not at one look: a busy machine may hold a heartbeat up. By a wrong clock it would never be online.
      await waitUntil('who is heard of now and then is online', async () => {
        const { agentsOnline } = await page.client.fineTune.read.query({ emailAccountId });
        return agentsOnline === 1;
      });
    }
    const job = await field.order(first.port);
    await job.untilEpoch(holdAt);
    behind = second.port;
    network.cut();
    await agent.release();
    assert.equal(await job.end(), 'COMPLETED');
    assert.equal(job.claims(), 2, 'nobody takes it away over a wrong clock');
  },
};
