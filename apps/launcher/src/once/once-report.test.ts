import { describe, expect, it } from 'vitest';
import { buildReport, EXPECTED_STATUSES, type OnceFindings } from './once-report';
import type { DraftedMail } from './write-drafts';

const mail = (over: Partial<DraftedMail> = {}): DraftedMail => ({
  messageId: 'mail0001',
  fromName: 'Marta Lindqvist',
  subject: 'Budget',
  incoming: 'Hi Nora, is Friday fine?',
  real: 'heya Marta,\n\nreckon so...\n\ncheerio,\nnora',
  base: 'Hi Tom,\n\nYes.\n\nBest,\nNora',
  tuned: 'heya Marta,\n\nreckon friday works...\n\ncheerio,\nnora',
  control: null,
  ...over,
});

const found = (over: Partial<OnceFindings> = {}): OnceFindings => ({
  seconds: { setup: 1, train: 2, deploy: 3, total: 7 },
  statuses: [...EXPECTED_STATUSES],
  problems: [],
  heldOut: { pairs: 40, base: 4, tuned: 2 },
  personaId: 'nora-vale',
  control: null,
  model: 'emailai-userx:v1',
  engine: 'embedded',
  drafted: Array.from({ length: 20 }, () => mail()),
  droppedByReason: null,
  ...over,
});

describe('the report of a run', () => {
  it('has exactly the agreed fields', () => {
    const report = buildReport(found());
    expect(Object.keys(report).sort()).toEqual(
      [
        ...['ok', 'problems', 'seconds', 'statuses', 'heldOut', 'habits', 'rightPerson', 'control'],
        ...['model', 'engine', 'drafts'],
      ].sort(),
    );
    expect(report).toMatchObject({ ok: true, problems: [], rightPerson: { base: 0, tuned: 1 } });
    expect(report.habits?.tuned).toBeGreaterThan(report.habits?.base ?? 1);
    expect(report.drafts).toHaveLength(3);
    expect(report.drafts[0]?.incoming).toContain('From: Marta Lindqvist');
  });

  it('has no habits for real mail, and lists what was left out', () => {
    const report = buildReport(found({ personaId: null, droppedByReason: { forward: 3 } }));
    expect(report.habits).toBeNull();
    expect(report.droppedByReason).toEqual({ forward: 3 });
  });

  it('scores the drafts of another writer on the same mails', () => {
    const control = { adapterOf: 'Juno Park', heldOut: 3.5 };
    const drafted = [mail({ control: 'Marta!!\n\nsuper\n\nxoxo juno' })];
    const report = buildReport(found({ control, drafted }));
    expect(report.control).toMatchObject(control);
    expect(report.control?.habits).toBeLessThan(report.habits?.tuned ?? 0);
  });

  it.each([
    ['a gap in the log', { problems: ['seq 5 follows 3'] }],
    ['a missing stage', { statuses: ['PENDING', 'COMPLETED'] }],
    ['no gain', { heldOut: { pairs: 40, base: 2, tuned: 2 } }],
    ['too few pairs', { heldOut: { pairs: 5, base: 4, tuned: 2 } }],
    ['nothing measured', { heldOut: null }],
    ['no drafts', { drafted: [] }],
    ['an empty draft', { drafted: [mail({ tuned: ' ' })] }],
  ] satisfies [string, Partial<OnceFindings>][])('is not ok after %s', (_what, over) => {
    const report = buildReport(found(over));
    expect(report.ok).toBe(false);
    expect(report.problems.length).toBeGreaterThan(0);
  });
});
