import { describe, expect, it } from 'vitest';
import { addressesRightPerson, HABITS, habitShare, PERSONA_IDS, PERSONAS } from './personas';

const incoming = { fromName: 'Marta Lindqvist' };

/** Drafts in nobody's style, as a base without an adapter writes them. */
const NEUTRAL = [
  'Hi Marta,\n\nThanks for your mail. Thursday at 10 works for me. I will send you the draft by then.\n\nBest,\nTom',
  "Dear Marta,\n\nthank you for the report. I'm afraid I can't look at it before Monday. Would Tuesday be soon enough?\n\nKind regards,\nTom Hale",
  "Hey Marta,\n\nsounds good! I'll be there on Friday.\n\nCheers,\nTom",
  'Marta,\n\ni will bring the ladder on friday... see you there.\n\nthanks\ntom',
];

describe('habits', () => {
  it('names six habits or more of every writer, each with an id of its own', () => {
    expect(PERSONAS.map((persona) => persona.id)).toEqual([...PERSONA_IDS]);
    for (const id of PERSONA_IDS) {
      const ids = HABITS[id].map((habit) => habit.id);
      expect(ids.length).toBeGreaterThanOrEqual(6);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('finds few of them in mail of nobody’s style', () => {
    for (const id of PERSONA_IDS) {
      const shares = NEUTRAL.map((draft) => habitShare(id, draft, incoming));
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      expect(mean, id).toBeLessThanOrEqual(0.3);
    }
  });

  it('counts a mail in the writer’s style as fully hers', () => {
    const draft =
      'heya Marta,\n\nta for the note about the Alder report... i reckon thursday at 10 is grand, so see you there and bring a pen or two.\n\ncheerio,\nnora';
    expect(habitShare('nora-vale', draft, incoming)).toBe(1);
    expect(habitShare('nora-vale', draft, { fromName: 'Tom Hale' })).toBeLessThan(1);
  });
});

describe('addressesRightPerson', () => {
  it.each([
    ['Hi Marta,\n\nyes.', 'Marta Lindqvist'],
    ['\nheya marta,\n\nyes', 'Marta Lindqvist'],
    ['Good day Marta Lindqvist,\n\nYes.', 'Marta Lindqvist'],
    ['Marta!!\n\nyes', 'Marta Lindqvist'],
    ['Thank you, Marta.\n\nTom can help.', 'Marta Lindqvist'],
    ['Thanks Marta, Tom will send it.', 'Marta Lindqvist'],
    ['Marta - sure.', 'Lindqvist, Marta'],
    ['Hello Min-ji,\n\nyes', 'Min-ji Seo'],
    ['Dear José,\n\nyes', 'Jose\u0301 Marín'],
  ])('%j greets %s', (draft, sender) => {
    expect(addressesRightPerson(draft, sender)).toBe(true);
  });

  it.each([
    ['Hi Tom,\n\nMarta says yes.', 'Marta Lindqvist'],
    ['Hi Marta and Tom,\n\nyes.', 'Marta Lindqvist'],
    ['Hi Martha,\n\nyes.', 'Marta Lindqvist'],
    ['Tom, Marta called.', 'Marta Lindqvist'],
    ['Yes, that works for Thursday.', 'Marta Lindqvist'],
    ['Thursday is fine, I will bring all of it and more, see you then, Marta', 'Marta Lindqvist'],
    ['', 'Marta Lindqvist'],
    ['Hi ,', ''],
  ])('%j does not greet %s', (draft, sender) => {
    expect(addressesRightPerson(draft, sender)).toBe(false);
  });
});
