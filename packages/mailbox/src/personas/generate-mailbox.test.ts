import { createHash } from 'node:crypto';
import {
  addressesRightPerson,
  HABITS,
  PERSONA_IDS,
  type PersonaId,
  SIGN_OFFS,
} from '@emailai/contracts/personas';
import { bodyBetween } from '@emailai/contracts/personas/habit';
import { describe, expect, it } from 'vitest';
import { generateMailbox, type PersonaMailbox } from './generate-mailbox';
import { longestSharedRuns } from './word-runs';

const MAIN: readonly PersonaId[] = PERSONA_IDS.slice(0, 6);
const boxes = new Map<PersonaId, PersonaMailbox>(
  PERSONA_IDS.map((id) => [id, generateMailbox(id)]),
);
const boxOf = (id: PersonaId) => boxes.get(id) ?? generateMailbox(id);

/** What the writer typed: everything above the quoted original. */
function typed(id: PersonaId, body: string): string {
  const signOffEnd = body.indexOf(SIGN_OFFS[id]) + SIGN_OFFS[id].length;
  const postscript = body.indexOf('\n\nP.S. ', signOffEnd);
  if (postscript !== signOffEnd) return body.slice(0, signOffEnd);
  const end = body.indexOf('\n', postscript + 2);
  return end === -1 ? body : body.slice(0, end);
}

const replies = (id: PersonaId) =>
  boxOf(id).sent.map((mail) => ({
    text: typed(id, mail.body),
    incoming: { fromName: mail.to[0]?.name ?? '' },
  }));

describe('generateMailbox', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    const hash = (seed: number) =>
      createHash('sha256')
        .update(JSON.stringify(generateMailbox('mei-tan', { seed })))
        .digest('hex');
    expect(hash(1)).toBe(hash(1));
    expect(hash(2)).not.toBe(hash(1));
  });

  it('gives six writers 200 replies or more, one 94 and one exactly 100', () => {
    for (const id of MAIN) expect(boxOf(id).sent.length, id).toBeGreaterThanOrEqual(200);
    expect(boxOf('ida-fenwick').sent).toHaveLength(94);
    expect(boxOf('rafe-colder').sent).toHaveLength(100);
  });

  it('links every reply to a mail of the same mailbox that came earlier', () => {
    for (const id of PERSONA_IDS) {
      const { sent, incoming, unanswered } = boxOf(id);
      const byId = new Map(incoming.map((mail) => [mail.messageId, mail]));
      for (const reply of sent) {
        const parent = byId.get(reply.inReplyTo);
        expect(parent?.from.address).toBe(reply.to[0]?.address);
        expect(parent?.sentAt.getTime()).toBeLessThan(reply.sentAt.getTime());
        expect(reply.references.at(-1)).toBe(reply.inReplyTo);
      }
      expect(unanswered).toHaveLength(12);
      const ids = [...sent, ...incoming, ...unanswered].map((mail) => mail.id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const mailId of ids) expect(mailId).toMatch(/^[a-z0-9]{6,40}$/);
    }
  });

  it('has forty correspondents or more a main writer, none with a fifth of the mail', () => {
    for (const id of MAIN) {
      const counts = new Map<string, number>();
      for (const mail of boxOf(id).sent) {
        const to = mail.to[0]?.address ?? '';
        counts.set(to, (counts.get(to) ?? 0) + 1);
      }
      expect(counts.size, id).toBeGreaterThanOrEqual(40);
      expect(Math.max(...counts.values()) / boxOf(id).sent.length, id).toBeLessThan(0.2);
    }
  });

  it('keeps every habit in nine of ten real replies or more, and greets the right person', () => {
    for (const id of PERSONA_IDS) {
      const all = replies(id);
      for (const habit of HABITS[id]) {
        const share = all.filter(({ text, incoming }) => habit.holds(text, incoming)).length;
        expect(share / all.length, `${id}: ${habit.id}`).toBeGreaterThanOrEqual(0.9);
      }
      const right = all.filter(({ text, incoming }) =>
        addressesRightPerson(text, incoming.fromName),
      );
      expect(right.length, id).toBe(all.length);
    }
  });

  it('never mistakes one writer for another', () => {
    for (const id of PERSONA_IDS) {
      for (const other of PERSONA_IDS.filter((one) => one !== id)) {
        const all = replies(other);
        const shares = HABITS[id].map(
          (habit) => all.filter((reply) => habit.holds(reply.text, reply.incoming)).length,
        );
        const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length / all.length;
        expect(mean, `${other} by the habits of ${id}`).toBeLessThan(0.5);
      }
    }
  });

  it('words held-out replies afresh: in the median no run over six words is in a training reply', () => {
    for (const id of MAIN) {
      const bodies = replies(id).map(({ text }) => bodyBetween(text, SIGN_OFFS[id]));
      const cut = Math.floor(bodies.length * 0.8);
      const runs = longestSharedRuns(bodies.slice(cut), bodies.slice(0, cut)).sort(
        (one, other) => one - other,
      );
      expect(runs[Math.floor(runs.length / 2)], id).toBeLessThanOrEqual(6);
    }
  });

  it('leaves no slot open and no space before a comma', () => {
    for (const id of PERSONA_IDS) {
      const { sent, incoming, unanswered } = boxOf(id);
      for (const mail of [...sent, ...incoming, ...unanswered]) {
        expect(mail.body).not.toMatch(/[{}[\]|]| ,|undefined/);
        expect(mail.subject).not.toMatch(/[{}[\]|]/);
      }
    }
  });
});
