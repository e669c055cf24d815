import { sweepDraftOrders } from '@emailai/db/draft/end-draft-orders';
import type { VerbArgs } from '../context';

/** Removes drafts whose reader has gone without a word; safe to run anywhere and as often as one likes. */
export async function sweepDrafts({
  ctx,
}: VerbArgs<Record<string, never>>): Promise<{ swept: number }> {
  return { swept: await sweepDraftOrders(ctx.db) };
}
