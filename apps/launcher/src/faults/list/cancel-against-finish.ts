import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault';

/** The writer cancels while the model is handed in: whoever is first has it, and both are told the same. */
export const cancelAgainstFinish: Fault = {
  name: 'cancel-against-finish',
  async run(field) {
    const [writer] = field.writers;
    const plane = await field.startPlane();
    await field.startAgent(plane.port, { plan: { epochs: 3 } });
    const page = await field.openBrowser(plane.port, writer);
    const job = await page.order(writer);
    await job.until('deploying', ({ status }) => status === 'DEPLOYING');
    await sleep(field.random.between(0, 120));
    const isCancelled = await page.client.fineTune.cancel.mutate({ jobId: job.jobId }).then(
      () => true,
      (error: unknown) => {
        assert.match(String(error), /has ended already/);
        return false;
      },
    );
    assert.equal(await job.end(), isCancelled ? 'CANCELLED' : 'COMPLETED');
    const view = await page.client.fineTune.read.query({ emailAccountId: writer.emailAccountId });
    assert.equal(view.activeModel === null, isCancelled);
  },
};
