import type { Correspondent } from './correspondents';
import { drawFacts } from './facts';
import { FIRST_NAMES } from './names';
import { fillSlots, phrasesOf, type Slots, slotsIn, wordPhrase } from './phrases';
import type { Random } from './random';
import { HOME_TOPICS } from './topics/home';
import type { Topic } from './topics/topic';
import { WORK_TOPICS } from './topics/work';
import { sentence } from './voices/voice';

export const TOPICS: readonly Topic[] = [...WORK_TOPICS, ...HOME_TOPICS];

export interface Incoming {
  topic: Topic;
  slots: Slots;
  /** The slots that the mail named. */
  told: ReadonlySet<string>;
  subject: string;
  body: string;
}

const HELLOS = [
  'I hope you are well.',
  'How are you?',
  'Hope the week treats you well.',
  'It was good to see you last month.',
  'A small question.',
  'I hope this finds you in good spirits.',
];
const FOLLOW_UPS = [
  'Thank you for the quick answer. One more thing:',
  'That helps a lot, thanks. While I have you:',
  'Great, thank you! Another question:',
  'Perfect. And something else:',
  'Understood, thanks for telling me. By the way:',
];

const sentences = (text: string) =>
  sentence(text).replace(/([.?!] )(\p{Ll})/gu, (_, end: string, first: string) => {
    return end + first.toUpperCase();
  });

/** A mail from `from` on a topic of its own; `isFollowUp` where it answers the writer's answer. */
export function writeIncoming(
  random: Random,
  from: Correspondent,
  writerFirst: string,
  isFollowUp: boolean,
): Incoming {
  const topic = random.pick(TOPICS);
  const others = FIRST_NAMES.filter((name) => name !== from.first && name !== writerFirst);
  const slots = drawFacts(random, topic, others);
  const told = new Set<string>();
  const say = (part: string) => {
    const wording = wordPhrase(random.pick(phrasesOf(topic.bank, part)), random);
    for (const slot of slotsIn(wording)) told.add(slot);
    return sentences(fillSlots(wording, slots));
  };
  const subject = sentences(say('subject')).replace(/\.$/, '');
  told.clear();
  const lines: string[] = [];
  if (isFollowUp) lines.push(random.pick(FOLLOW_UPS));
  else if (random.chance(0.35)) lines.push(random.pick(HELLOS));
  lines.push(say('ask'));
  if (random.chance(0.6)) lines.push(say('more'));
  return {
    topic,
    slots,
    told,
    subject,
    body: `${from.greeting}\n\n${lines.join(' ')}\n\n${from.closing}`,
  };
}
