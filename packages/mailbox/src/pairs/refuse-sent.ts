import type { DropReason } from '@emailai/contracts/drop-reason';
import type { Mail } from '@emailai/contracts/mail';
import { isMachineMail } from '../mime/is-machine-mail';
import type { OwnWords } from '../quotes/own-words';
import { isForwardSubject } from './bare-subject';
import { codeShare } from './code-share';
import { findSecret } from './find-secret';
import { hasHiddenText, hasInjection } from './has-injection';
import { repeatsQuote } from './repeats-quote';
import { type ShownMail, shownBody } from './reply-input';

/** A mail to more people is an announcement; an answer counts only whom it addresses, not who reads along. */
const MAX_RECIPIENTS = 10;
const MIN_OWN_WORDS = 2;
const MAX_CODE_SHARE = 0.6;

/** Why a sent mail teaches nothing about how its writer answers, by its envelope. */
export function refuseEnvelope(
  mail: Mail,
  { ownAddresses, isReply }: { ownAddresses: ReadonlySet<string>; isReply: boolean },
): DropReason | null {
  if (!ownAddresses.has(mail.from.address.toLowerCase())) return 'not_own';
  if (isMachineMail(mail)) return 'machine_mail';
  const recipients = [...mail.to, ...mail.cc];
  if (recipients.length > 0 && recipients.every((one) => ownAddresses.has(one.address))) {
    return 'to_self';
  }
  if ((isReply ? mail.to : recipients).length > MAX_RECIPIENTS) return 'too_many_recipients';
  return isForwardSubject(mail.subject) ? 'forward' : null;
}

/** Why what its writer typed may not be learned. */
export function refuseWords(words: OwnWords): DropReason | null {
  const { text, isForward } = words;
  if (isForward) return 'forward';
  const count = text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu)?.length ?? 0;
  if (count < MIN_OWN_WORDS) return 'no_own_words';
  if (findSecret(text) !== null) return 'secret';
  if (hasInjection(text)) return 'injection';
  if (codeShare(text) > MAX_CODE_SHARE) return 'code_or_links';
  return repeatsQuote(words) ? 'repeats_quote' : null;
}

/** Why the mails that it answers may not be shown in training. */
export function refuseInput(shown: readonly ShownMail[]): DropReason | null {
  for (const mail of shown) {
    // As it was written: once escaped, a role token or a key block is no longer known as one.
    const text = `${mail.from.name}\n${mail.subject}\n${shownBody(mail)}`;
    if (findSecret(text) !== null) return 'secret';
    // Hidden marks are gone from what is shown: who hides them is told by the mail as it came.
    if (hasInjection(text) || hasHiddenText(mail.body)) return 'injection';
  }
  return null;
}
