import type { FineTune } from '../../browser/trpc';
import { Notice } from '../ui/notice';

/** One line above everything: may this mailbox be trained on, and does it already draft by itself. */
export function EligibilityBanner({ view }: { view: FineTune }) {
  if (view.activeModel || view.open) return null;
  return (
    <Notice look={view.eligibility.eligible ? 'ink' : 'pencil'} title={view.eligibility.reason} />
  );
}
