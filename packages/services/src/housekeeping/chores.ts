import { applyRetention } from './apply-retention';
import { checkEligibility } from './check-eligibility';
import type { Chore } from './chore';
import { sweepLeases } from './sweep-leases';
import { sweepOutbox } from './sweep-outbox';
import { tellFailures } from './tell-failures';

/** In the order in which a round does them. Webhooks are not here: they are sent by every instance at once. */
export const CHORES: readonly Chore[] = [
  sweepLeases,
  sweepOutbox,
  tellFailures,
  checkEligibility,
  applyRetention,
];
