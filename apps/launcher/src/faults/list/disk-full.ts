import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault';

/** The agent's disk is full for a while: the job is tried again, or fails with a word about it and is retried. */
export const diskFull: Fault = {
  name: 'disk-full',
  async run(field) {
    const { random } = field;
    const [writer] = field.writers;
    const plane = await field.startPlane();
    const agent = await field.startAgent(plane.port);
    const page = await field.openBrowser(plane.port, writer);
    let job = await page.order(writer);
    const seq = random.between(1, 12);
    await job.until(`event ${seq}`, (event) => event.seq >= seq);
    await writeFile(agent.diskFullFile, '');
    await sleep(random.between(100, 1_500));
    await rm(agent.diskFullFile);
    if ((await job.end()) === 'FAILED') {
      const last = job.seen.at(-1)?.payload;
      assert.ok(last?.type === 'failed' && last.error.code === 'disk_full');
      const again = await page.client.fineTune.retry.mutate({ jobId: job.jobId });
      job = page.watch(again.job.id);
      await job.end();
    }
    assert.equal(job.seen.at(-1)?.status, 'COMPLETED');
  },
};
