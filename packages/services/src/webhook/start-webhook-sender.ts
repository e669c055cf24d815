import { touchWebhookEndpoint } from '@emailai/db/webhook/touch-webhook-endpoint';
import { deliverWebhooks, type SenderContext } from './deliver-webhooks';
import type { WebhookTarget } from './webhook-target';

export interface WebhookSender {
  /** Breaks off what is under way and waits until it has. */
  close(): Promise<void>;
}

/** How often the database is told that deliveries are still wanted. */
const TOUCH_EVERY_MS = 60_000;

/** Delivers webhooks while it runs, and keeps the database writing deliveries. */
export function startWebhookSender(ctx: SenderContext, target: WebhookTarget): WebhookSender {
  const control = new AbortController();
  let wake: (() => void) | undefined;
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ctx.intervals.webhookPollMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  let touchedAtMs = Number.NEGATIVE_INFINITY;
  const touch = async () => {
    const now = ctx.now();
    if (now.getTime() - touchedAtMs < TOUCH_EVERY_MS) return;
    await touchWebhookEndpoint(ctx.db, { now });
    touchedAtMs = now.getTime();
  };
  const run = async () => {
    while (!control.signal.aborted) {
      try {
        await touch();
        await deliverWebhooks({ ctx, input: { target, signal: control.signal } });
      } catch (error) {
        ctx.log({ level: 'warn', event: 'webhook_sender_failed', error });
      }
      if (!control.signal.aborted) await pause();
    }
  };
  const running = run();
  return {
    async close() {
      control.abort();
      wake?.();
      await running;
    },
  };
}
