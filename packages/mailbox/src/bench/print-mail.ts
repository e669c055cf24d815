import type { MailFigures } from './measure-mail';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** The figures for a person's eyes. */
export function printMail({ authors, hostile, mutations, canaries, mbox }: MailFigures): string {
  const lines: string[] = [];
  for (const [name, one] of Object.entries(authors)) {
    const dropped = Object.entries(one.droppedByReason).map(
      ([reason, count]) => `${count} ${reason}`,
    );
    lines.push(
      name,
      `  parents right: ${percent(one.parentsCorrect)}; without headers ${percent(one.parentsWithoutHeaders)}; made up: ${one.parentsInvented}`,
      `  replies that became rows: ${percent(one.rowShare)} (${one.rows} rows, ${one.recovered} with a parent from the quote)`,
      `  rows with quoted text: ${one.rowsWithQuotedText}; sign-off kept: ${one.signOffKept === null ? 'no labels' : `${percent(one.signOffKept)} of ${one.labelled}`}`,
      `  with the list's headers and footers the same rows: ${one.rawGivesSameRows ? 'yes' : 'NO'}`,
      `  left out: ${dropped.join(', ') || 'none'}`,
    );
  }
  if (hostile !== null) {
    lines.push(
      `Hostile files: ${hostile.files}, crashes ${hostile.crashes}, slowest ${hostile.slowest.toFixed(0)} ms, not as expected: ${hostile.unexpected.join(', ') || 'none'}`,
    );
  }
  lines.push(
    `Broken messages: ${mutations.messages}, crashes ${mutations.crashes}, slowest ${mutations.slowest.toFixed(0)} ms`,
    ...mutations.errors,
    `Canaries: ${canaries.planted} planted, ${canaries.leaked} leaked, ${canaries.rows} rows left`,
    ...canaries.leaks,
    `mbox read and parsed: ${mbox.parsedMbPerSecond.toFixed(1)} MB/s, with attachments ${mbox.parsedMbPerSecondAttachments.toFixed(1)} MB/s (per CPU second ${mbox.parsedMbPerCpuSecond.toFixed(1)} and ${mbox.parsedMbPerCpuSecondAttachments.toFixed(1)}), ${mbox.rssMb.toFixed(0)} MB of memory (${mbox.megabytes} MB each)`,
  );
  return lines.join('\n');
}
