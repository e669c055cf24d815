/** The demo's writers: invented people with planted habits, so that style has a ground truth. */
export const PERSONA_IDS = [
  'nora-vale',
  'victor-amsel',
  'juno-park',
  'otto-brandt',
  'mei-tan',
  'sam-okoro',
  'ida-fenwick',
  'rafe-colder',
] as const;
export type PersonaId = (typeof PERSONA_IDS)[number];

export interface Persona {
  id: PersonaId;
  name: string;
  /** Mailbox address and sign-in; example.org never delivers. */
  address: string;
  /** The style in a few words, for people. */
  style: string;
}

export const PERSONAS: readonly Persona[] = [
  {
    id: 'nora-vale',
    name: 'Nora Vale',
    address: 'nora.vale@example.org',
    style: 'easy-going, all lower case, trailing dots',
  },
  {
    id: 'victor-amsel',
    name: 'Victor Amsel',
    address: 'victor.amsel@example.org',
    style: 'formal, long sentences, semicolons',
  },
  {
    id: 'juno-park',
    name: 'Juno Park',
    address: 'juno.park@example.org',
    style: 'excited, exclamation marks, emoji',
  },
  {
    id: 'otto-brandt',
    name: 'Otto Brandt',
    address: 'otto.brandt@example.org',
    style: 'dry, a few words at a time',
  },
  {
    id: 'mei-tan',
    name: 'Mei Tan',
    address: 'mei.tan@example.org',
    style: 'friendly, bullet points, asides',
  },
  {
    id: 'sam-okoro',
    name: 'Sam Okoro',
    address: 'sam.okoro@example.org',
    style: 'hearty, sea talk, long dashes, a P.S.',
  },
  {
    id: 'ida-fenwick',
    name: 'Ida Fenwick',
    address: 'ida.fenwick@example.org',
    style: 'hurried and frank',
  },
  {
    id: 'rafe-colder',
    name: 'Rafe Colder',
    address: 'rafe.colder@example.org',
    style: 'cheerful, numbered points',
  },
];
