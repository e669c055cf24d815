import { MIN_HELD_OUT } from '@emailai/contracts/dataset';
import type { JobStatus } from '@emailai/contracts/job/states';
import { addressesRightPerson, habitShare, type PersonaId } from '@emailai/contracts/personas';
import type { DraftedMail } from './write-drafts';

/** The one line that `demo --once --json` prints. Losses are nats per reply token, shares 0 to 1. */
export interface OnceReport {
  ok: boolean;
  problems: string[];
  seconds: { setup: number; train: number; deploy: number; total: number };
  statuses: JobStatus[];
  heldOut: { pairs: number; base: number; tuned: number } | null;
  habits: { base: number; tuned: number } | null;
  rightPerson: { base: number; tuned: number } | null;
  /** Another writer's adapter on the same mails, where one exists. */
  control: { adapterOf: string; heldOut: number; habits: number | null } | null;
  model: string | null;
  engine: string | null;
  drafts: { incoming: string; real: string; base: string; tuned: string }[];
  /** Mails left out of the training set, for real mail. */
  droppedByReason?: Record<string, number>;
}

export const EXPECTED_STATUSES: readonly JobStatus[] = [
  'PENDING',
  'EXTRACTING_DATA',
  'PREPARING_DATA',
  'TRAINING',
  'DEPLOYING',
  'COMPLETED',
];
const SHOWN_DRAFTS = 3;

export interface OnceFindings {
  seconds: OnceReport['seconds'];
  statuses: JobStatus[];
  /** What the log broke, and what else went wrong on the way. */
  problems: string[];
  heldOut: OnceReport['heldOut'];
  /** `null` where the mailbox is real. */
  personaId: PersonaId | null;
  control: { adapterOf: string; heldOut: number } | null;
  model: string | null;
  engine: string | null;
  drafted: DraftedMail[];
  droppedByReason: Record<string, number> | null;
}

/** `ok` means: the job ran the whole road, the log is whole, and the personal model beat the base. */
export function buildReport(found: OnceFindings): OnceReport {
  const { drafted, personaId, heldOut } = found;
  const problems = [...found.problems, ...resultProblems(found)];
  const habitsOf = (pick: (mail: DraftedMail) => string) =>
    personaId === null ? null : share(drafted, (m) => habitShare(personaId, pick(m), m));
  const rightOf = (pick: (mail: DraftedMail) => string) =>
    share(drafted, (mail) => (addressesRightPerson(pick(mail), mail.fromName) ? 1 : 0));
  const [base, tuned] = [habitsOf((m) => m.base), habitsOf((m) => m.tuned)];
  return {
    ok: problems.length === 0,
    problems,
    seconds: found.seconds,
    statuses: found.statuses,
    heldOut,
    habits: base === null || tuned === null ? null : { base, tuned },
    rightPerson:
      drafted.length === 0
        ? null
        : { base: rightOf((m) => m.base), tuned: rightOf((m) => m.tuned) },
    control:
      found.control === null
        ? null
        : { ...found.control, habits: habitsOf((mail) => mail.control ?? '') },
    model: found.model,
    engine: found.engine,
    drafts: drafted.slice(0, SHOWN_DRAFTS).map(shownDraft),
    ...(found.droppedByReason === null ? {} : { droppedByReason: found.droppedByReason }),
  };
}

function resultProblems({ statuses, heldOut, drafted, personaId }: OnceFindings): string[] {
  const problems: string[] = [];
  if (statuses.join() !== EXPECTED_STATUSES.join()) {
    problems.push(`statuses were ${statuses.join(', ')}`);
  }
  if (heldOut === null) problems.push('nothing was measured on held-out mail');
  else {
    if (personaId !== null && heldOut.pairs < MIN_HELD_OUT) {
      problems.push(`only ${heldOut.pairs} pairs were held out`);
    }
    if (heldOut.tuned >= heldOut.base) problems.push('the personal model did not beat the base');
  }
  if (drafted.length === 0) problems.push('no draft was written');
  const empty = drafted.filter((mail) => mail.tuned.trim() === '').length;
  if (empty > 0) problems.push(`${empty} drafts of the personal model are empty`);
  return problems;
}

function shownDraft({ fromName, subject, incoming, real, base, tuned }: DraftedMail) {
  return { incoming: `From: ${fromName}\nSubject: ${subject}\n\n${incoming}`, real, base, tuned };
}

/** Mean of `score`, to three decimals. */
function share(mails: readonly DraftedMail[], score: (mail: DraftedMail) => number): number {
  if (mails.length === 0) return 0;
  const sum = mails.reduce((total, mail) => total + score(mail), 0);
  return Math.round((sum / mails.length) * 1_000) / 1_000;
}
