import { type PhraseBank, parseBank } from '../phrases';

/** What an incoming mail is after. A voice holds answers by intent, not by topic. */
export const INTENTS = ['meet', 'send', 'review', 'cost', 'news', 'favour'] as const;
export type Intent = (typeof INTENTS)[number];

/** What people write about one subject; each `ask` names every fact that answers of its intent take up. */
export interface Topic {
  name: string;
  intent: Intent;
  things: readonly string[];
  deeds: readonly string[];
  bank: PhraseBank;
}

const list = (text: string) => text.split(',').map((item) => item.trim());

/** `source` holds lines `subject:`, `ask:` and `more:`. */
export function topic(
  name: string,
  intent: Intent,
  things: string,
  source: string,
  deeds = 'see',
): Topic {
  return { name, intent, things: list(things), deeds: list(deeds), bank: parseBank(source) };
}
