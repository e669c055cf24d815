import type { FindingKind } from './oracle/finding';
import type { FaultRun } from './run-fault';

/** The closing line of the suite. */
export interface FaultSummary {
  seeds: number;
  faults: Record<string, { runs: number; failed: number; medianMs: number }>;
  lost: number;
  doubled: number;
  stuck: number;
  gaps: number;
  modelOperations: number;
}

export function summarise(input: {
  seeds: number;
  runs: readonly FaultRun[];
  modelOperations: number;
}): FaultSummary {
  const faults: FaultSummary['faults'] = {};
  for (const name of new Set(input.runs.map(({ fault }) => fault))) {
    const own = input.runs.filter(({ fault }) => fault === name);
    faults[name] = {
      runs: own.length,
      failed: own.filter(({ findings }) => findings.length > 0).length,
      medianMs: medianOf(own.map(({ ms }) => ms)),
    };
  }
  const found = input.runs.flatMap(({ findings }) => findings);
  const count = (wanted: FindingKind) => found.filter(({ kind }) => kind === wanted).length;
  return {
    seeds: input.seeds,
    faults,
    lost: count('lost'),
    doubled: count('doubled'),
    stuck: count('stuck'),
    gaps: count('gap'),
    modelOperations: input.modelOperations,
  };
}

function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
