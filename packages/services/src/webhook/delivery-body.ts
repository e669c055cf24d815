import type { ClaimedDelivery } from '@emailai/db/webhook/claim-delivery';

/**
 * A thin event, in the shape of OpenAI's own webhooks: which job, and what happened to it. No address, no text, no
 * figure; whoever wants to know more asks with a token of their own.
 */
export function deliveryBody(delivery: ClaimedDelivery): string {
  return JSON.stringify({
    id: delivery.id,
    object: 'event',
    type: delivery.type,
    created_at: Math.floor(delivery.occurredAt.getTime() / 1_000),
    data: {
      id: delivery.jobId,
      seq: delivery.seq,
      email_account_id: delivery.emailAccountId,
    },
  });
}
