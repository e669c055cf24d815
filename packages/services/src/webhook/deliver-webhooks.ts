import { type ClaimedDelivery, claimDelivery } from '@emailai/db/webhook/claim-delivery';
import { settleDelivery } from '@emailai/db/webhook/settle-delivery';
import type { ServiceContext } from '../context';
import { deliveryBody } from './delivery-body';
import { type PostResult, postWebhook } from './post-webhook';
import { resolveBySystem } from './resolve-target';
import { retryDelayMs } from './retry-delay';
import { signWebhook } from './sign-webhook';
import type { WebhookTarget } from './webhook-target';

/** What sending stands on. */
export type SenderContext = Pick<ServiceContext, 'db' | 'now' | 'intervals' | 'log' | 'metrics'>;

interface DeliverInput {
  target: WebhookTarget;
  /** Aborted, nothing further is claimed and the attempt under way is broken off: it is due again soon. */
  signal: AbortSignal;
}

/** Attempts under way at once, on one instance. */
const LANES = 4;
/** A claim outlives its attempt by so much: time to write down how it ended. */
const HOLD_FACTOR = 2;

/**
 * Sends what is due until nothing is. Any number of instances may do so at once: each delivery is one instance's
 * at a time. One that is sent but not written down, because its process died, is sent again under the same id.
 */
export async function deliverWebhooks({
  ctx,
  input,
}: {
  ctx: SenderContext;
  input: DeliverInput;
}): Promise<{ attempted: number }> {
  let attempted = 0;
  const claim = () =>
    claimDelivery(ctx.db, { holdMs: ctx.intervals.webhookTimeoutMs * HOLD_FACTOR });
  const drive = async (first: ClaimedDelivery | null) => {
    for (let delivery = first; delivery !== null; ) {
      attempted += 1;
      await attempt(ctx, delivery, input);
      delivery = input.signal.aborted ? null : await claim();
    }
  };
  const first = await claim();
  // Mostly nothing is due, and one look is enough to know.
  if (first === null) return { attempted };
  const others = Array.from({ length: LANES - 1 }, async () => drive(await claim()));
  await Promise.all([drive(first), ...others]);
  return { attempted };
}

async function attempt(
  ctx: SenderContext,
  delivery: ClaimedDelivery,
  { target, signal }: DeliverInput,
): Promise<void> {
  const body = deliveryBody(delivery);
  const result = await postWebhook({
    url: target.url,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'emailai-webhooks',
      ...signWebhook({ id: delivery.id, at: ctx.now(), body, secrets: target.secrets }),
    },
    body,
    timeoutMs: ctx.intervals.webhookTimeoutMs,
    allowPrivate: target.allowPrivate,
    resolve: target.resolve ?? resolveBySystem,
    signal,
  });
  // Broken off by us: whether it arrived is not known.
  if (signal.aborted && result.fault !== null) return;
  const { gaveUp } = await settleDelivery(ctx.db, {
    id: delivery.id,
    attempts: delivery.attempts,
    isDelivered: result.fault === null,
    status: result.status,
    fault: result.fault,
    retryInMs: retryDelayMs(delivery.attempts, {
      firstMs: ctx.intervals.webhookRetryMs,
      maxMs: ctx.intervals.webhookRetryMaxMs,
      random: Math.random,
    }),
    giveUpAfterMs: ctx.intervals.webhookGiveUpMs,
  });
  account(ctx, delivery, { ...result, gaveUp });
}

function account(
  ctx: SenderContext,
  delivery: ClaimedDelivery,
  { status, fault, gaveUp }: PostResult & { gaveUp: boolean },
): void {
  if (fault === null) {
    ctx.metrics.webhookSent('delivered');
    return;
  }
  ctx.metrics.webhookSent(fault === 'address_refused' ? 'refused' : 'failed');
  if (gaveUp) ctx.metrics.webhookSent('gave_up');
  ctx.log({
    level: gaveUp ? 'error' : 'warn',
    event: gaveUp ? 'webhook_given_up' : 'webhook_attempt_failed',
    jobId: delivery.jobId,
    emailAccountId: delivery.emailAccountId,
    deliveryId: delivery.id,
    attempt: delivery.attempts,
    status,
    fault,
  });
}
