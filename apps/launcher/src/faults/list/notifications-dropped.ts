import assert from 'node:assert/strict';
import type { Fault } from '../fault';
import { openNetwork } from '../field/network';
import { tapNotifications } from '../field/notification-tap';

/** PostgreSQL's notifications do not arrive: some of them, or all, the pings of the listener among them. */
export const notificationsDropped: Fault = {
  name: 'notifications-dropped',
  async run(field) {
    const { random } = field;
    const losesPings = random.chance(0.5);
    const share = random.between(50, 100) / 100;
    const database = new URL(field.databaseUrl);
    const databasePort = Number(database.port);
    const network = await openNetwork({
      port: () => databasePort,
      tap: tapNotifications((payload) =>
        payload.startsWith('ping:') ? losesPings : random.chance(share),
      ),
    });
    field.atEnd(() => network.close());
    database.port = String(network.port);
    const plane = await field.startPlane({ databaseUrl: database.href });
    const agent = await field.startAgent(plane.port);
    const job = await field.order(plane.port);
    assert.equal(await job.end(), 'COMPLETED');

    const page = await field.openBrowser(plane.port, field.writers[1]);
    const holdAt = random.between(1, 6);
    await agent.holdAt(holdAt);
    const unwanted = await page.order(field.writers[1]);
    await unwanted.untilEpoch(holdAt);
    await page.client.fineTune.cancel.mutate({ jobId: unwanted.jobId });
    assert.equal(await unwanted.end(), 'CANCELLED', 'a cancel arrives without its hint');
  },
};
