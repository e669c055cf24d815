import {
  openWebhookReceiver,
  type WebhookReceiver,
} from '@emailai/services/testing/webhook-receiver';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openRestDesk, type RestDesk } from '../rest/testing/open-rest-desk';

const NEW_SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;

let receiver: WebhookReceiver;
let desk: RestDesk;
beforeAll(async () => {
  receiver = await openWebhookReceiver();
  desk = await openRestDesk({
    operations: {
      internalKeys: [],
      webhook: { url: receiver.url, secrets: [NEW_SECRET, OLD_SECRET], allowPrivate: true },
      metricsToken: null,
      retention: {},
    },
    intervals: { webhookPollMs: 10 },
  });
});
afterAll(async () => {
  await desk.close();
  await receiver.close();
});

it('a server with an endpoint tells it what happens to a job', async () => {
  const writer = await desk.writer(100);
  await vi.waitFor(async () => {
    expect(await desk.plane.ctx.db.prisma.webhookEndpoint.count()).toBe(1);
  });
  const path = '/api/user/ai/fine-tune';
  expect((await desk.ask('POST', path, writer)).status).toBe(202);
  expect((await desk.ask('DELETE', path, writer)).status).toBe(202);
  await vi.waitFor(() => expect(receiver.received).toHaveLength(2), { timeout: 10_000 });
  const told = receiver.received.map(({ headers, body }) => {
    for (const secret of [NEW_SECRET, OLD_SECRET]) {
      new Webhook(secret).verify(body, headers as Record<string, string>);
    }
    return JSON.parse(body).type;
  });
  expect(told.sort()).toEqual(['fine_tuning.job.cancelled', 'fine_tuning.job.created']);
  const text = (await desk.ask('GET', '/metrics')).text;
  expect(text).toContain('emailai_webhooks_sent_total{outcome="delivered"} 2\n');
});
