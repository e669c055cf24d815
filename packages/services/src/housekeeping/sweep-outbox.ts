import { sweepDrafts } from '../draft/sweep-drafts';
import type { Chore } from './chore';

/** Removes drafts that nobody reads any more from the outbox. */
export const sweepOutbox: Chore = {
  name: 'sweep_outbox',
  everyMs: () => null,
  run: ({ ctx }) => sweepDrafts({ ctx, input: {} }),
};
