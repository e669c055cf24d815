import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Fault } from '../fault';
import { tapCalls } from '../field/call-tap';
import { openNetwork } from '../field/network';

const reportSchema = z.object({ events: z.array(z.unknown()).min(1) });
const EPOCHS = 30;
/** Each breaks the connection, and an agent waits longer from one to the next. */
const MAX_BREAKS = 3;

/** Reports come twice, do not come, or come by an old connection after those that followed them. */
export const reportsShuffled: Fault = {
  name: 'reports-shuffled',
  async run(field) {
    const { random } = field;
    let breaks = 0;
    const plane = await field.startPlane();
    const late: Promise<void>[] = [];
    const network = await openNetwork({
      port: () => plane.port,
      tap: tapCalls({
        onCall({ path, body, bytes, line }) {
          if (path !== 'report' || !reportSchema.safeParse(body).success) return 'arrives';
          if (random.chance(0.3)) line.sendOn(bytes);
          if (breaks === MAX_BREAKS || random.chance(0.6)) return 'arrives';
          breaks += 1;
          if (random.chance(0.5)) {
            line.cut();
            return 'is lost';
          }
          line.loseDialler();
          const waitMs = random.between(100, 800);
          late.push(
            sleep(waitMs).then(() => {
              line.sendOn(bytes);
            }),
          );
          return 'is lost';
        },
      }),
    });
    field.atEnd(() => network.close());
    await field.startAgent(network.port, { plan: { epochs: EPOCHS }, planePort: plane.port });
    const job = await field.order(plane.port);
    assert.equal(await job.end(), 'COMPLETED');
    await Promise.all(late);
    assert.ok(breaks > 0);
    assert.equal(job.claims(), 1);
    assert.deepEqual(
      job.epochs(),
      Array.from({ length: EPOCHS }, (_, index) => index + 1),
    );
  },
};
