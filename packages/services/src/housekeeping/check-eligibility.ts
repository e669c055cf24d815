import { readMiscountedMailboxes } from '@emailai/db/housekeeping/read-miscounted-mailboxes';
import { recordSentMail } from '../mail/record-sent-mail';
import type { Chore } from './chore';

/** Mailboxes counted by one statement. */
const PAGE = 200;

/** Counts every mailbox's sent mail anew, and tells its writer where that brings it to 100, 110, 120 … */
export const checkEligibility: Chore = {
  name: 'check_eligibility',
  everyMs: (ctx) => ctx.intervals.checkEligibilityMs,
  async run({ ctx, stillHeld }) {
    let corrected = 0;
    let afterId = '';
    while (await stillHeld()) {
      const page = await readMiscountedMailboxes(ctx.db, { afterId, limit: PAGE });
      for (const emailAccountId of page.miscounted) {
        try {
          await recordSentMail({ ctx, input: { emailAccountId } });
          corrected += 1;
        } catch (error) {
          ctx.log({ level: 'warn', event: 'eligibility_check_failed', emailAccountId, error });
        }
      }
      if (page.lastId === null) break;
      afterId = page.lastId;
    }
    return { corrected };
  },
};
