import type { Mail } from '@emailai/contracts/mail';
import { PERSONAS, type PersonaId, SIGN_OFFS } from '@emailai/contracts/personas';
import { mailIdOf } from '../mail-id';
import { type Correspondent, drawCorrespondents } from './correspondents';
import { FreshWording } from './fresh-wording';
import { quoteOriginal } from './quote-original';
import { type Random, seededRandom } from './random';
import type { Voice } from './voices/voice';
import { VOICES } from './voices/voices';
import { type Incoming, writeIncoming } from './write-incoming';

export interface PersonaMailbox {
  name: string;
  address: string;
  /** Oldest first, as the other two. */
  sent: Mail[];
  incoming: Mail[];
  /** Incoming mails without an answer, the newest of the mailbox. */
  unanswered: Mail[];
}

/** Writers whose number of sent mails matters: one is not eligible yet, one just is. */
const SENT_COUNTS: Partial<Record<PersonaId, number>> = { 'ida-fenwick': 94, 'rafe-colder': 100 };
const UNANSWERED = 12;
const CORRESPONDENTS = 52;
const FIRST_DAY = Date.UTC(2026, 0, 5);
const LAST_DAY = Date.UTC(2026, 9, 28);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Party {
  name: string;
  address: string;
}

/** Nobody writes at night: what would fall there waits for the morning. */
function awake(atMs: number): number {
  const minuteOfDay = Math.floor(atMs / MINUTE_MS) % (24 * 60);
  const wait = minuteOfDay < 7 * 60 ? 7 * 60 - minuteOfDay : 0;
  const night = minuteOfDay > 22 * 60 ? 31 * 60 - minuteOfDay : 0;
  return atMs + (wait + night + (wait + night > 0 ? minuteOfDay % 47 : 0)) * MINUTE_MS;
}

/** Half of all mail comes from a dozen regulars, but nobody sends a fifth of it. */
function pickCorrespondent(random: Random, people: readonly Correspondent[]): Correspondent {
  return random.pick(random.chance(0.5) ? people.slice(0, 12) : people);
}

function writeReply(
  voice: Voice,
  wording: FreshWording,
  random: Random,
  incoming: Incoming,
  from: Correspondent,
): string {
  const task = {
    intent: incoming.topic.intent,
    agrees: random.chance(0.72),
    slots: incoming.slots,
    random,
    say: wording.start(incoming.slots, incoming.told).say,
  };
  const body = voice.body(task);
  const postscript = voice.postscript?.(task) ?? '';
  wording.remember(`${body}${postscript}`);
  return `${voice.greeting(from.first, from.name)}\n\n${body}\n\n${SIGN_OFFS[voice.id]}${postscript}`;
}

/** All mail of one writer. The same persona and seed give the same bytes on every machine. */
export function generateMailbox(
  personaId: PersonaId,
  { seed = 1 }: { seed?: number } = {},
): PersonaMailbox {
  const persona = PERSONAS.find((one) => one.id === personaId);
  if (persona === undefined) throw new RangeError(`No persona "${personaId}".`);
  const writer: Party = { name: persona.name, address: persona.address };
  const writerFirst = persona.name.split(' ')[0] ?? persona.name;
  const random = seededRandom(`${personaId} ${seed}`);
  const voice = VOICES[personaId];
  const wording = new FreshWording(voice.bank, random);
  const people = drawCorrespondents(random, CORRESPONDENTS, writerFirst);
  const sentCount = SENT_COUNTS[personaId] ?? random.between(232, 258);

  let mailNumber = 0;
  const makeMail = (
    from: Party,
    to: Party,
    subject: string,
    sentAt: number,
    body: string,
    parent?: Mail,
  ): Mail => {
    mailNumber += 1;
    const messageId = `<${personaId}.${seed}.${mailNumber}@mail.example.org>`;
    return {
      id: mailIdOf(messageId),
      messageId,
      inReplyTo: parent?.messageId ?? null,
      references: parent === undefined ? [] : [...parent.references, parent.messageId ?? ''],
      from,
      to: [to],
      cc: [],
      subject,
      sentAt: new Date(sentAt),
      body,
      isSent: from.address === writer.address,
      markers: {},
    };
  };
  const quoted = (body: string, of: Mail) =>
    quoteOriginal(random, body, {
      ...of.from,
      toAddress: of.to[0]?.address ?? '',
      sentAt: of.sentAt,
      subject: of.subject,
      body: of.body,
    });
  const replySubject = (subject: string) =>
    subject.startsWith('Re: ') ? subject : `Re: ${subject}`;

  const sent: Mail[] = [];
  const incoming: Mail[] = [];
  const spanMs = (LAST_DAY - FIRST_DAY) / sentCount;
  while (sent.length < sentCount) {
    const from = pickCorrespondent(random, people);
    const party: Party = { name: from.name, address: from.address };
    let at = FIRST_DAY + sent.length * spanMs + random.between(7 * 60, 19 * 60) * MINUTE_MS;
    at = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    let last: Mail | undefined;
    const turns = random.chance(0.2) ? random.between(2, 3) : 1;
    for (let turn = 0; turn < turns && sent.length < sentCount; turn += 1) {
      const letter = writeIncoming(random, from, writerFirst, turn > 0);
      const subject = last === undefined ? letter.subject : replySubject(last.subject);
      const body = last === undefined ? letter.body : quoted(letter.body, last);
      const question = makeMail(party, writer, subject, at, body, last);
      at = awake(at + random.between(8, 600) * MINUTE_MS);
      const reply = writeReply(voice, wording, random, letter, from);
      last = makeMail(writer, party, replySubject(subject), at, quoted(reply, question), question);
      at = awake(at + random.between(20, 900) * MINUTE_MS);
      incoming.push(question);
      sent.push(last);
    }
  }
  const unanswered = Array.from({ length: UNANSWERED }, (_, number) => {
    const from = people[(number * 5) % people.length] ?? pickCorrespondent(random, people);
    const letter = writeIncoming(random, from, writerFirst, false);
    const at = LAST_DAY + DAY_MS * 2 - (UNANSWERED - number) * 70 * MINUTE_MS;
    return makeMail(
      { name: from.name, address: from.address },
      writer,
      letter.subject,
      at,
      letter.body,
    );
  });
  const byDate = (one: Mail, other: Mail) => one.sentAt.getTime() - other.sentAt.getTime();
  return {
    ...writer,
    sent: sent.sort(byDate),
    incoming: incoming.sort(byDate),
    unanswered,
  };
}
