import type { Mail } from '@emailai/contracts/mail';
import type { PersonaId } from '@emailai/contracts/personas';
import { mailIdOf } from '../mail-id';
import { parseMail } from '../mime/parse-mail';
import { buildRows } from '../pairs/build-rows';
import { generateMailbox } from '../personas/generate-mailbox';
import { CANARIES, type Canary } from './canaries';
import { EML_FORMS, writeEml } from './write-eml';

export interface CanaryFigures {
  planted: number;
  leaked: number;
  /** Rows of the mailbox that are left: canaries that empty a mailbox would prove nothing. */
  rows: number;
  /** Kind and place of what leaked. */
  leaks: string[];
}

/** Where in the mail of a writer a canary is put. */
const PLACES = [
  'answer',
  'question',
  'question subject',
  'sender name',
  'older turn',
  'quote',
] as const;
type Place = (typeof PLACES)[number];
const WRITERS: readonly PersonaId[] = ['nora-vale', 'juno-park', 'mei-tan', 'sam-okoro'];

interface Planted {
  sent: Mail[];
  incoming: Mail[];
}

const below = (body: string, text: string) => {
  const [greeting = '', ...rest] = body.split('\n\n');
  return [greeting, text, ...rest].join('\n\n');
};

/** The mails of one exchange with the canary in its place; each exchange is a thread of its own. */
function plant(
  canary: Canary,
  place: Place,
  { sent, incoming }: { sent: Mail; incoming: Mail },
): Planted {
  const answer: Mail = {
    ...sent,
    references: incoming.messageId === null ? [] : [incoming.messageId],
  };
  const question: Mail = { ...incoming, inReplyTo: null, references: [] };
  const { text } = canary;
  const flat = text.replace(/\s*\n\s*/g, ' ').trim();
  switch (place) {
    case 'answer':
      return { sent: [{ ...answer, body: below(answer.body, text) }], incoming: [question] };
    case 'question':
      return { sent: [answer], incoming: [{ ...question, body: below(question.body, text) }] };
    case 'question subject':
      return { sent: [answer], incoming: [{ ...question, subject: flat }] };
    case 'sender name': {
      const from = { ...question.from, name: flat };
      return { sent: [answer], incoming: [{ ...question, from }] };
    }
    case 'older turn': {
      const messageId = `<older.${answer.id}@mail.example.org>`;
      const older: Mail = {
        ...question,
        id: mailIdOf(messageId),
        messageId,
        sentAt: new Date(question.sentAt.getTime() - 3_600_000),
        body: below(question.body, text),
      };
      return { sent: [answer], incoming: [older, { ...question, inReplyTo: messageId }] };
    }
    case 'quote': {
      const [own = ''] = answer.body.split(/\n\n(?=On |Am |-----Original)/);
      const quoted = below(question.body, text).replace(/^/gm, '> ');
      const { name, address } = question.from;
      const body = `${own}\n\nOn ${question.sentAt.toUTCString()}, ${name} <${address}> wrote:\n${quoted}\n`;
      return { sent: [{ ...answer, body }], incoming: [] };
    }
  }
}

/** As mail programs would have sent it: hidden marks and line breaks included. */
async function asReceived(mail: Mail, at: number): Promise<Mail> {
  const form = EML_FORMS[at % EML_FORMS.length] ?? 'plain';
  const parsed = await parseMail(writeEml(mail, form), { isSent: mail.isSent });
  if (!parsed.ok) throw new Error(`A planted mail was refused: ${parsed.reason}.`);
  return parsed.mail;
}

/** Plants every canary in every place in the mail of demo writers and looks for them in the training set. */
export async function measureCanaries(): Promise<CanaryFigures> {
  const plantings = CANARIES.flatMap((canary) => PLACES.map((place) => ({ canary, place })));
  const figures: CanaryFigures = { planted: plantings.length, leaked: 0, rows: 0, leaks: [] };
  for (const [writer, id] of WRITERS.entries()) {
    const mailbox = generateMailbox(id);
    const byId = new Map(mailbox.incoming.map((mail) => [mail.messageId, mail]));
    const mine = plantings.filter((_, at) => at % WRITERS.length === writer);
    const sent: Mail[] = [];
    const incoming: Mail[] = [];
    for (const [at, answer] of mailbox.sent.entries()) {
      const question = answer.inReplyTo === null ? undefined : byId.get(answer.inReplyTo);
      if (question === undefined) continue;
      const planting = mine[at];
      const pair = { sent: answer, incoming: question };
      const planted =
        planting === undefined
          ? { sent: [answer], incoming: [question] }
          : plant(planting.canary, planting.place, pair);
      for (const mail of planted.sent) sent.push(await asReceived(mail, at));
      for (const mail of planted.incoming) incoming.push(await asReceived(mail, at + 1));
    }
    const owner = { ownAddresses: [mailbox.address], ownName: mailbox.name };
    const { rows } = buildRows({ sent, incoming, ...owner });
    figures.rows += rows.length;
    const set = rows.map((row) => `${row.instruction}\n${row.input}\n${row.output}`).join('\n');
    for (const { canary, place } of mine) {
      if (!set.includes(canary.mark)) continue;
      figures.leaked += 1;
      figures.leaks.push(`${canary.kind} ${JSON.stringify(canary.mark)} in ${place}`);
    }
  }
  return figures;
}
