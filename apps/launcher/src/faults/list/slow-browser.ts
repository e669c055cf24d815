import assert from 'node:assert/strict';
import type { Fault } from '../fault';

/** So many streams over one socket that leaving them unread is more than the server keeps for a page. */
const STREAMS = 40;
const EPOCHS = 600;

/** A page stops reading in the middle of a long job. Others are not held up; it misses nothing itself. */
export const slowBrowser: Fault = {
  name: 'slow-browser',
  async run(field) {
    const { random } = field;
    const plane = await field.startPlane();
    await field.startAgent(plane.port, { plan: { epochs: EPOCHS, epochMs: 1 } });
    const quick = await field.order(plane.port);
    const page = await field.openBrowser(plane.port, field.writers[0]);
    const streams = Array.from({ length: STREAMS }, () => page.watch(quick.jobId));
    await quick.untilEpoch(random.between(1, 100));
    page.holdStill(true);
    assert.equal(await quick.end(), 'COMPLETED', 'nobody waits for a page that does not read');
    page.holdStill(false);
    for (const stream of streams) assert.equal(await stream.end(), 'COMPLETED');
  },
};
