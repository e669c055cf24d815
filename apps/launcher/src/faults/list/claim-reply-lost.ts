import assert from 'node:assert/strict';
import { DEFAULT_INTERVALS } from '@emailai/services/intervals';
import { z } from 'zod';
import type { Fault } from '../fault';
import { tapCalls } from '../field/call-tap';
import { openNetwork } from '../field/network';

const jobAnswerSchema = z.object({ job: z.object({ jobId: z.string() }) });

/** An agent is given a job and never hears of it; it asks again on another connection. */
export const claimReplyLost: Fault = {
  name: 'claim-reply-lost',
  async run(field) {
    let toLose = field.random.between(1, 3);
    // An agent that lost its line waits as long as in service, so its lease must live as long.
    const { leaseMs } = DEFAULT_INTERVALS;
    const plane = await field.startPlane({ intervals: { leaseMs } });
    const network = await openNetwork({
      port: () => plane.port,
      tap: tapCalls({
        onAnswer({ path, body, line }) {
          const brought = path === 'claim' && jobAnswerSchema.safeParse(body).success;
          if (!brought || toLose === 0) return 'arrives';
          toLose -= 1;
          line.cut();
          return 'is lost';
        },
      }),
    });
    field.atEnd(() => network.close());
    await field.startAgent(network.port, { planePort: plane.port });
    const job = await field.order(plane.port);
    assert.equal(await job.end(), 'COMPLETED');
    assert.equal(toLose, 0);
    assert.equal(job.claims(), 1, 'the same wish for work has one answer');
  },
};
