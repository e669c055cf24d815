import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Outcome, readWhole } from './read-whole';

/** `machine` is known as no person's; `no-text-or-read` is either read or kept with the reason. */
type Expected = 'read' | 'machine' | 'no-text-or-read';

/** The manifest takes the mark of a folded header for a body: below its headers this file is empty. */
const CORRECTED: Readonly<Record<string, Expected>> = {
  'mail__bad_date_header.eml': 'no-text-or-read',
};

export interface HostileReading {
  file: string;
  expected: string;
  outcome: Outcome | 'crashed';
  cpuMs: number;
}

export const isAsExpected = ({ expected, outcome }: HostileReading) =>
  expected === 'no-text-or-read'
    ? outcome === 'read' || outcome === 'no_text'
    : outcome === expected;

/** Reads every file that `manifest.tsv` of the folder lists. */
export async function readHostile(dir: string): Promise<HostileReading[]> {
  const rows = (await readFile(join(dir, 'manifest.tsv'), 'utf8')).trim().split('\n').slice(1);
  const readings: HostileReading[] = [];
  for (const row of rows) {
    const fields = row.split('\t');
    const file = fields[0] ?? '';
    const expected = CORRECTED[file] ?? fields.at(-1) ?? '';
    const raw = await readFile(join(dir, file));
    const reading = await readWhole(raw).catch(() => ({ outcome: 'crashed' as const, cpuMs: 0 }));
    readings.push({ file, expected, outcome: reading.outcome, cpuMs: reading.cpuMs });
  }
  return readings;
}
