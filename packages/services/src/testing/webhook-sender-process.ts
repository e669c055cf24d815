/** `tsx webhook-sender-process.ts <database> <url> <secret>`: delivers until it is killed, as a server would. */
import { openDatabase } from '@emailai/db/open-database';
import { DEFAULT_INTERVALS } from '../intervals';
import { createMetrics } from '../metrics/create-metrics';
import { startWebhookSender } from '../webhook/start-webhook-sender';

const [database = '', url = '', secret = ''] = process.argv.slice(2);

startWebhookSender(
  {
    db: openDatabase({ url: database }),
    now: () => new Date(),
    intervals: { ...DEFAULT_INTERVALS, webhookTimeoutMs: 1_000 },
    metrics: createMetrics(),
    log: () => undefined,
  },
  { url: new URL(url), secrets: [secret], allowPrivate: true },
);
