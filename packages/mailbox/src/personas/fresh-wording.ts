import {
  fillSlots,
  type Phrase,
  type PhraseBank,
  phrasesOf,
  type Slots,
  slotsIn,
  wordPhrase,
} from './phrases';
import type { Random } from './random';
import { plainWords, wordRuns } from './word-runs';

/** No run of so many words is written twice if it can be helped: people do not quote themselves either. */
const RUN_WORDS = 6;
const TRIES = 40;
/** Slots an answer may bring in by itself. */
const OWN_SLOTS = new Set(['day2']);

export interface Wording {
  say: (part: string) => string;
}

/** Remembers what one writer wrote and words the next mail differently. */
export class FreshWording {
  private readonly written = new Set<string>();

  constructor(
    private readonly bank: PhraseBank,
    private readonly random: Random,
  ) {}

  /** The wording of one reply, which may speak of the `told` slots only. */
  start(slots: Slots, told: ReadonlySet<string>): Wording {
    let tail: string[] = [];
    const said = new Set<Phrase>();
    const say = (part: string) => {
      let best: { text: string; phrase: Phrase; repeats: number } | undefined;
      for (let tries = 0; tries < TRIES && (best === undefined || best.repeats > 0); tries += 1) {
        const phrase = this.random.pick(phrasesOf(this.bank, part));
        const wording = wordPhrase(phrase, this.random);
        const named = slotsIn(wording);
        const untold = named.filter((slot) => !told.has(slot) && !OWN_SLOTS.has(slot)).length;
        const text = fillSlots(wording, slots);
        const runs = wordRuns([...tail, ...plainWords(text)], RUN_WORDS);
        const repeats =
          untold * 100 +
          (said.has(phrase) ? 50 : 0) +
          runs.filter((run) => this.written.has(run)).length;
        if (best === undefined || repeats < best.repeats) best = { text, phrase, repeats };
      }
      const text = best?.text ?? '';
      if (best !== undefined) said.add(best.phrase);
      tail = [...tail, ...plainWords(text)].slice(1 - RUN_WORDS);
      return text;
    };
    return { say };
  }

  remember(body: string): void {
    for (const run of wordRuns(plainWords(body), RUN_WORDS)) this.written.add(run);
  }
}
