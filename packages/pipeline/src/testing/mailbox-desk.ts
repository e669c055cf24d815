import type { AgentEvent } from '@emailai/contracts/job/events';
import type { Mail } from '@emailai/contracts/mail';
import type { JobDesk } from '../ports';

/** A control plane of one mailbox, without a network: mail in pages, newest first; it refuses nothing. */
export function mailboxDesk(
  mailbox: { sent: readonly Mail[]; incoming: readonly Mail[] },
  onEvent: (event: AgentEvent) => void = () => undefined,
): JobDesk {
  const newestFirst = (mails: readonly Mail[]) =>
    [...mails].sort((one, other) => other.sentAt.getTime() - one.sentAt.getTime());
  const sides = { sent: newestFirst(mailbox.sent), incoming: newestFirst(mailbox.incoming) };
  return {
    emit: onEvent,
    async jobMail({ kind, cursor, limit }) {
      const from = Number(cursor ?? 0);
      const to = from + limit;
      const mails = sides[kind].slice(from, to);
      return { mails, nextCursor: to < sides[kind].length ? String(to) : null };
    },
    async beginDeploy() {},
  };
}
