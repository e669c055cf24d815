import { ANNOUNCED_ID, BARE_ID, phonesIn } from './personal-numbers';
import { streetsIn } from './postal-address';
import { sameShape } from './same-shape';

const ADDRESS = /[\p{L}\p{N}][\p{L}\p{N}._%+'-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,5}\p{L}{2,24}/gu;
const LINK = /\bhttps?:\/\/\S+/g;
const MIN_ID_DIGITS = 4;
/** Two spellings of one telephone number, with and without the country, end alike. */
const SAME_NUMBER_DIGITS = 7;

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const countDigits = (text: string) => text.match(/\d/g)?.length ?? 0;

/**
 * Replaces what belongs to other people, telephones, addresses and ids, by something of the same shape: the
 * same thing by the same everywhere in a mailbox, so that an answer still repeats what it was asked.
 */
export class Surrogates {
  private readonly own: ReadonlySet<string>;
  private readonly key: string;

  constructor(ownAddresses: readonly string[]) {
    this.own = new Set(ownAddresses.map((address) => address.toLowerCase()));
    this.key = [...this.own].sort().join(' ');
  }

  /** An address on a domain that nobody can own (RFC 2606). */
  private address(address: string): string {
    const lower = address.toLowerCase();
    if (this.own.has(lower)) return address;
    const [name = '', domain = ''] = lower.split('@');
    const host = domain.split('.').slice(0, -1).join('.');
    return `${sameShape(name, { key: this.key })}@${sameShape(host, { key: this.key })}.example`;
  }

  /** The country or trunk prefix stays: it is no secret, and part of the shape. */
  private phone(run: string): string {
    const digits = run.replace(/\D/g, '');
    const tail = digits.slice(-SAME_NUMBER_DIGITS);
    const head = digits.slice(0, -SAME_NUMBER_DIGITS);
    const prefix = /^\(?\+/.test(run) ? head.slice(0, 2) : (/^0+/.exec(head)?.[0] ?? '');
    const middle = head.slice(prefix.length);
    const key = this.key;
    const other =
      prefix + (middle === '' ? '' : sameShape(middle, { key })) + sameShape(tail, { key });
    let at = 0;
    return run.replace(/\d/g, () => {
      at += 1;
      return other[at - 1] ?? '0';
    });
  }

  /** What stands in `text` of other people's, and what it becomes. */
  private find(text: string, found: Map<string, string>): void {
    const key = this.key;
    const shape = (one: string) => sameShape(one, { key, subject: one.toUpperCase() });
    for (const phone of phonesIn(text)) found.set(phone, this.phone(phone));
    for (const street of streetsIn(text)) found.set(street, sameShape(street, { key }));
    for (const [id] of text.matchAll(BARE_ID)) found.set(id, shape(id));
    for (const [, , id] of text.matchAll(ANNOUNCED_ID)) {
      if (id !== undefined && countDigits(id) >= MIN_ID_DIGITS) found.set(id, shape(id));
    }
  }

  /**
   * What hides other people's things in the texts of one row. What one of them shows to be somebody's
   * number is hidden in all: `Your order 4711-22.` is answered by `4711-22 has not come.`
   */
  hiderOf(texts: readonly string[]): (text: string) => string {
    const found = new Map<string, string>();
    for (const text of texts) this.find(text.replace(LINK, ' '), found);
    const longestFirst = [...found.keys()].sort((one, other) => other.length - one.length);
    const known =
      longestFirst.length === 0
        ? null
        : new RegExp(
            `(?<![\\p{L}\\p{N}])(?:${longestFirst.map(escaped).join('|')})(?![\\p{L}\\p{N}])`,
            'gu',
          );
    const hidePlain = (text: string) =>
      known === null ? text : text.replace(known, (one) => found.get(one) ?? one);
    return (text) => {
      const withoutAddresses = text.replace(ADDRESS, (address) => this.address(address));
      if (known === null) return withoutAddresses;
      let hidden = '';
      let end = 0;
      // Links hold long numbers of their own, and a changed one leads nowhere.
      for (const link of withoutAddresses.matchAll(LINK)) {
        hidden += hidePlain(withoutAddresses.slice(end, link.index)) + link[0];
        end = link.index + link[0].length;
      }
      return hidden + hidePlain(withoutAddresses.slice(end));
    };
  }
}
