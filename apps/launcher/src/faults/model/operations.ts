import { newId } from '@emailai/contracts/ids';
import type { Random } from '@emailai/mailbox/personas/random';

export const KINDS = [
  'start',
  'cancel',
  'retry',
  'claim',
  'report',
  'reportAgain',
  'reportAfterGap',
  'reportTooEarly',
  'beginDeploy',
  'finish',
  'finishWithAnother',
  'fail',
  'handBack',
  'heartbeat',
  'hello',
  'lapse',
  'sweep',
  'forget',
  'revoke',
] as const;
type Kind = (typeof KINDS)[number];

/** One call. The numbers choose its subject among those there are when it is made, so that any list of operations can be run. */
export interface Operation {
  kind: Kind;
  /** Seeds of the choices. */
  picks: readonly [number, number];
  /** The caller never hears the answer. */
  losesReply: boolean;
  /** Made at the same moment, mostly about the same job; the plane may take the two in either order. */
  beside: Operation | null;
  /** So many milliseconds after the other, that they meet in different places. */
  lagMs: number;
}

/** How often each kind is drawn, more often what brings a job forward. */
const WEIGHTS: Readonly<Record<Kind, number>> = {
  start: 6,
  cancel: 3,
  retry: 3,
  claim: 10,
  report: 22,
  reportAgain: 5,
  reportAfterGap: 3,
  reportTooEarly: 2,
  beginDeploy: 8,
  finish: 8,
  finishWithAnother: 1,
  fail: 3,
  handBack: 2,
  heartbeat: 6,
  hello: 2,
  lapse: 3,
  sweep: 4,
  forget: 1,
  revoke: 0.4,
};
const DRAWN = KINDS.flatMap((kind) => Array<Kind>(Math.round(WEIGHTS[kind] * 10)).fill(kind));
/** What two can want of a job at once. */
const RIVALS: readonly Kind[] = [
  'start',
  'cancel',
  'cancel',
  'retry',
  'claim',
  'report',
  'beginDeploy',
  'finish',
  'fail',
  'handBack',
  'heartbeat',
  'hello',
  'lapse',
  'sweep',
];
const LOST_SHARE = 0.15;
const BESIDE_SHARE = 0.25;
const MAX_LAG_MS = 20;

export function drawOperations(random: Random, count: number): Operation[] {
  const drawOne = (kinds: readonly Kind[]): Operation => ({
    kind: random.pick(kinds),
    picks: [random.next(), random.next()],
    losesReply: random.chance(LOST_SHARE),
    beside: null,
    lagMs: random.between(0, MAX_LAG_MS),
  });
  return Array.from({ length: count }, () => ({
    ...drawOne(DRAWN),
    beside: random.chance(BESIDE_SHARE) ? drawOne(RIVALS) : null,
  }));
}

/** Chooses by a number from 0 to 1; `undefined` where there is nothing. */
export const chosen = <T>(items: readonly T[], pick: number): T | undefined =>
  items[Math.floor(pick * items.length)];

export const sayOperation = ({ kind, picks, losesReply, beside }: Operation): string =>
  [
    `${kind}(${picks.map((pick) => pick.toFixed(3)).join(', ')})`,
    losesReply ? 'reply lost' : '',
    beside === null ? '' : `beside ${sayOperation(beside)}`,
  ]
    .filter((word) => word !== '')
    .join(' ');

/** A wish for work, told again until it is answered. */
export const freshClaimId = () => newId();
