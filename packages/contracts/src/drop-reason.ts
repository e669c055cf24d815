/**
 * Why a mail is in no training set: the code, and the words for the person whose mail it is. They read behind
 * `This mail` and behind a number alike.
 */
const WORDS = {
  empty: 'held nothing at all',
  too_large: 'took more than 64 MB',
  no_text: 'held no text',
  malformed: 'could not be read as mail',
  not_own: 'came from an address that is not yours',
  to_self: 'went to yourself only',
  machine_mail: 'came from a program, such as a vacation notice or the answer to an invitation',
  too_many_recipients: 'went to more than ten people',
  forward: 'passed on the mail of somebody else',
  no_own_words: 'held fewer than two words of your own',
  repeats_quote: 'repeated what was quoted',
  code_or_links: 'held mostly code, links or tables',
  secret: 'held, or answered, a password, a code, a key or the number of a card or account',
  injection: 'held, or answered, orders to a program or hidden text',
  near_duplicate: 'said the same as a newer mail',
  same_template: 'followed the pattern of three newer mails',
  over_thread: 'belonged to a thread with twelve newer mails in the set',
  over_correspondent: 'went to somebody who has a fifth of the set already',
  over_limit: 'came after the newest 500',
  overlaps_held_out: 'came too close to mails that are kept for judging the model',
} as const;

export type DropReason = keyof typeof WORDS;
export const DROP_REASONS = Object.keys(WORDS) as readonly DropReason[];
export const DROP_REASON_WORDS: Readonly<Record<DropReason, string>> = WORDS;

const isDropReason = (reason: string): reason is DropReason => Object.hasOwn(WORDS, reason);

/** The words of a reason that came over the wire; an unknown one, of a newer agent, is shown as it is. */
export const wordsOfReason = (reason: string): string =>
  isDropReason(reason) ? DROP_REASON_WORDS[reason] : reason.replaceAll('_', ' ');
