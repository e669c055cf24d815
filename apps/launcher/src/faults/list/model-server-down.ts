import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault';

/** What serves models cannot be reached when a new one is to be deployed: the one before stays, the new one comes. */
export const modelServerDown: Fault = {
  name: 'model-server-down',
  async run(field) {
    const { random } = field;
    const [writer] = field.writers;
    const plane = await field.startPlane();
    const agent = await field.startAgent(plane.port, { plan: { epochs: 3 } });
    const page = await field.openBrowser(plane.port, writer);
    const activeVersion = async () => {
      const asked = { emailAccountId: writer.emailAccountId };
      return (await page.client.fineTune.read.query(asked)).activeModel?.version;
    };
    assert.equal(await (await page.order(writer)).end(), 'COMPLETED');
    assert.equal(await activeVersion(), 1);

    let job = await page.order(writer);
    await job.untilEpoch(random.between(1, 3));
    await writeFile(agent.engineDownFile, '');
    await job.until('a failure', ({ payload }) => ['requeued', 'failed'].includes(payload.type));
    assert.equal(await activeVersion(), 1);
    await sleep(random.between(0, 400));
    await rm(agent.engineDownFile);
    if ((await job.end()) === 'FAILED') {
      const again = await page.client.fineTune.retry.mutate({ jobId: job.jobId });
      job = page.watch(again.job.id);
      await job.end();
    }
    assert.equal(job.seen.at(-1)?.status, 'COMPLETED');
    assert.equal(await activeVersion(), 2);
  },
};
