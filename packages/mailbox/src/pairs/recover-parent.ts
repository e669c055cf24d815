import type { Mail } from '@emailai/contracts/mail';
import { ownWords } from '../quotes/own-words';
import { quotedMail } from '../quotes/quoted-mail';
import { isReplySubject, withoutReplyPrefix } from './bare-subject';
import type { ShownMail } from './reply-input';

/** A quote with fewer words does not tell what was asked. */
const MIN_WORDS = 3;
const YEAR_MS = 366 * 86_400_000;
const DAY_MS = 86_400_000;

/** The mail that `reply` answers, as far as its quote tells; null where it quotes none. */
export function recoverParent(reply: Mail): ShownMail | null {
  const quoted = quotedMail(reply.body);
  if (quoted === null) return null;
  const isReply =
    reply.inReplyTo !== null ||
    reply.references.length > 0 ||
    isReplySubject(reply.subject) ||
    ((quoted.name !== '' || quoted.address !== '') && quoted.times.length > 0);
  const words = ownWords({ body: quoted.body }).text.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (!isReply || words.length < MIN_WORDS) return null;
  // Whoever is answered alone is whoever wrote, where the quote does not say.
  const [only, ...others] = reply.to;
  const recipient = others.length === 0 && reply.cc.length === 0 ? only : undefined;
  const sentAt = reply.sentAt.getTime();
  const time = quoted.times.find(
    ({ at }) => at.getTime() <= sentAt + DAY_MS && at.getTime() > sentAt - 2 * YEAR_MS,
  );
  return {
    from: {
      name: quoted.name || (quoted.address === '' ? (recipient?.name ?? '') : ''),
      address: quoted.address || (quoted.name === '' ? (recipient?.address ?? '') : ''),
    },
    subject: quoted.subject || withoutReplyPrefix(reply.subject),
    sentAt: time === undefined || time.at > reply.sentAt ? reply.sentAt : time.at,
    body: quoted.body,
  };
}
