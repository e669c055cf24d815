import type { Latencies } from './latency-figures';
import type { MixedFigures } from './measure-mixed';
import type { SwitchFigures } from './measure-switches';

/** What `npm run bench:serving -- --json` prints. */
export interface ServingReport {
  base: string;
  users: number;
  /** Of the last minute: what else this machine computed. */
  load: number;
  seconds: number;
  switch: { p50Ms: number; p95Ms: number; ratioOllama: number | null };
  embedded: SwitchFigures;
  ollama: SwitchFigures | null;
  mixed: MixedFigures;
  memory: MixedFigures['memory'] & { diskPerUserMb: number };
  kl: Record<string, number>;
}

export function printServing(report: ServingReport): string {
  const { embedded, ollama, mixed, memory, kl } = report;
  const row = (name: string, ours: Latencies, theirs: Latencies | undefined) =>
    [
      name.padEnd(28),
      `${ours.p50Ms} / ${ours.p95Ms}`.padStart(18),
      (theirs === undefined ? '–' : `${theirs.p50Ms} / ${theirs.p95Ms}`).padStart(20),
    ].join('');
  return [
    `${report.users} people on ${report.base}, load ${report.load}, ${report.seconds} s`,
    `${'first text, ms (p50 / p95)'.padEnd(28)}${'embedded'.padStart(18)}${'Ollama'.padStart(20)}`,
    row('another person, in turn', embedded.roundRobin, ollama?.roundRobin),
    row('another person, random', embedded.random, ollama?.random),
    row('the same person', embedded.same, ollama?.same),
    `A switch takes Ollama ${report.switch.ratioOllama ?? '–'} times as long.`,
    `${mixed.requests} mixed drafts in ${mixed.seconds} s, base loaded ${mixed.baseLoads} time(s).`,
    `Memory: base ${memory.baseMb} MB, ${memory.contexts} contexts ${memory.lruFullMb} MB (${memory.perAdapterMb} MB each), after the mixed drafts ${memory.afterMb} MB (${memory.growthPercent} %).`,
    `On disk: ${memory.diskPerUserMb} MB a person.`,
    ...Object.entries(kl).map(([name, value]) => `KL ${name}: ${value.toExponential(1)}`),
  ].join('\n');
}
