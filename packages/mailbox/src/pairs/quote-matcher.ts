import type { Mail } from '@emailai/contracts/mail';
import { mayMean } from '../quotes/attribution-times';
import { ownWords } from '../quotes/own-words';
import type { QuotedMail } from '../quotes/quoted-mail';
import { shinglesOf } from './shingles';

const SHINGLE_WORDS = 4;
/** Of each mail so many words are known by their shingles: who quotes at all quotes some of the beginning. */
const MAX_INDEXED_WORDS = 600;
/** A run of words that stands in more mails is a footer. */
const MAX_MAILS_A_SHINGLE = 30;
/** A clock may be wrong by so much: a quote proves that what it quotes came first. */
const CLOCK_SKEW_MS = 12 * 3_600_000;

/** Share of a quote's shingles that a mail holds, from which the words alone prove that it is quoted. */
const SURE_SHARE = 0.5;
const MIN_SHINGLES = 3;

interface Match {
  mail: Mail;
  score: number;
}

/** Finds which mail of a mailbox a reply quotes, by words, sender and date: for replies whose headers do not say. */
export class QuoteMatcher {
  private readonly byShingle = new Map<string, number[]>();
  private readonly byAddress = new Map<string, number[]>();

  constructor(private readonly mails: readonly Mail[]) {
    for (const [at, mail] of mails.entries()) {
      const sameSender = this.byAddress.get(mail.from.address) ?? [];
      sameSender.push(at);
      this.byAddress.set(mail.from.address, sameSender);
      const text = ownWords(mail).text || mail.body;
      for (const shingle of shinglesOf(text, SHINGLE_WORDS, MAX_INDEXED_WORDS)) {
        const holders = this.byShingle.get(shingle);
        if (holders === undefined) this.byShingle.set(shingle, [at]);
        else if (holders.length <= MAX_MAILS_A_SHINGLE) holders.push(at);
      }
    }
  }

  /** The mail that `reply` quotes, or null where none fits well enough. */
  match(reply: Mail, quoted: QuotedMail): Mail | null {
    const words = ownWords({ body: quoted.body }).text || quoted.body;
    const shingles = shinglesOf(words, SHINGLE_WORDS, MAX_INDEXED_WORDS);
    const shared = new Map<number, number>();
    for (const shingle of shingles) {
      const holders = this.byShingle.get(shingle) ?? [];
      if (holders.length > MAX_MAILS_A_SHINGLE) continue;
      for (const at of holders) shared.set(at, (shared.get(at) ?? 0) + 1);
    }
    for (const at of this.byAddress.get(quoted.address) ?? []) {
      if (quoted.address !== '' && !shared.has(at)) shared.set(at, 0);
    }
    const latest = reply.sentAt.getTime() + CLOCK_SKEW_MS;
    let best: Match | null = null;
    for (const [at, count] of shared) {
      const mail = this.mails[at];
      if (mail === undefined || mail.id === reply.id || mail.sentAt.getTime() > latest) continue;
      const score = scoreOf(mail, quoted, { count, of: shingles.size });
      if (score > 0 && (best === null || score >= best.score)) best = { mail, score };
    }
    return best?.mail ?? null;
  }
}

/** How well a mail fits; 0 where neither its words nor sender and date together prove it. */
function scoreOf(mail: Mail, quoted: QuotedMail, shared: { count: number; of: number }): number {
  const share = shared.of === 0 ? 0 : shared.count / shared.of;
  const isSender =
    (quoted.address !== '' && quoted.address === mail.from.address) ||
    (quoted.name !== '' && sameName(quoted.name, mail.from.name));
  const isTime = quoted.times.some((time) => time.hasTime && mayMean(time, mail.sentAt));
  const isDay = isTime || quoted.times.some((time) => !time.hasTime && mayMean(time, mail.sentAt));
  // A date that does not fit speaks against: lists carry the same words twice.
  const isOtherTime = quoted.times.length > 0 && !isDay;
  const wordsProve = share >= SURE_SHARE && shared.count >= MIN_SHINGLES;
  const peopleProve = isSender && isTime;
  const bothProve = shared.count > 0 && share >= 0.2 && (isSender || isTime);
  if (!wordsProve && !peopleProve && !bothProve) return 0;
  return (
    3 * share + (isTime ? 2 : 0) + (isDay ? 0.5 : 0) + (isSender ? 1 : 0) - (isOtherTime ? 1 : 0)
  );
}

const sameName = (one: string, other: string) => {
  const words = (name: string) =>
    name
      .replace(/\s+via\s+.*$/iu, '')
      .toLowerCase()
      .match(/\p{L}{2,}/gu) ?? [];
  const [first, second] = [words(one), new Set(words(other))];
  return (
    first.length > 0 && first.filter((word) => second.has(word)).length >= Math.min(2, first.length)
  );
};
