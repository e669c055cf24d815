import { wordsOfReason } from '@emailai/contracts/drop-reason';
import type { OnceReport } from './once-report';

/** The report as the one line of stdout, or in words. */
export function printReport(report: OnceReport, asJson: boolean): void {
  process.stdout.write(asJson ? `${JSON.stringify(report)}\n` : `\n${inWords(report)}\n`);
}

function inWords(report: OnceReport): string {
  const { seconds, heldOut, habits, rightPerson, control } = report;
  const percent = (part: number) => `${Math.round(part * 100)} %`;
  const lines = [
    report.ok ? 'It worked.' : `It did not work: ${report.problems.join('; ')}.`,
    `Seconds: setup ${seconds.setup}, training ${seconds.train}, deployment ${seconds.deploy}, in all ${seconds.total}.`,
  ];
  if (heldOut !== null) {
    lines.push(
      `Held-out mail (${heldOut.pairs} replies, nats per token): base ${heldOut.base.toFixed(2)}, own model ${heldOut.tuned.toFixed(2)}.`,
    );
  }
  if (habits !== null) {
    lines.push(
      `Habits of the writer in the drafts: base ${percent(habits.base)}, own model ${percent(habits.tuned)}.`,
    );
  }
  if (rightPerson !== null) {
    lines.push(
      `Drafts that address the right person: base ${percent(rightPerson.base)}, own model ${percent(rightPerson.tuned)}.`,
    );
  }
  if (control !== null) {
    const habitsOf = control.habits === null ? '' : `, habits ${percent(control.habits)}`;
    lines.push(
      `The model of ${control.adapterOf} on the same mail: ${control.heldOut.toFixed(2)} nats per token${habitsOf}.`,
    );
  }
  if (report.droppedByReason !== undefined) {
    const reasons = Object.entries(report.droppedByReason).filter(([, count]) => count > 0);
    lines.push(
      `Mails left out: ${reasons.map(([reason, n]) => `${n} ${wordsOfReason(reason)}`).join('; ') || 'none'}.`,
    );
  }
  for (const { incoming, real, base, tuned } of report.drafts) {
    lines.push('', '='.repeat(72), incoming, '', '--- the real answer', real);
    lines.push('', '--- the base', base, '', '--- the own model', tuned);
  }
  return lines.join('\n');
}
