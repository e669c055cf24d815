import { rm } from 'node:fs/promises';
import type { Fault } from './fault';
import { openField } from './field/field';
import type { Ground } from './field/ground';
import { StuckError } from './field/wait-until';
import { checkField } from './oracle/check-field';
import type { Finding } from './oracle/finding';

export interface FaultRun {
  fault: string;
  seed: number;
  ms: number;
  /** Nothing where all promises held. */
  findings: Finding[];
  /** What the agents said, where something was found. */
  words: string[];
}

/** One fault with one seed on a world of its own, and the oracle after it. It never rejects. */
export async function runFault(fault: Fault, seed: number, ground: Ground): Promise<FaultRun> {
  const startedMs = performance.now();
  const findings: Finding[] = [];
  const words: string[] = [];
  try {
    const field = await openField(ground, fault.name, seed);
    try {
      await fault.run(field).catch((error: unknown) => void findings.push(findingOf(error)));
      await field.settle();
      findings.push(...(await checkField(field)));
      if (findings.length > 0) words.push(...field.agents.flatMap((agent) => agent.words));
    } finally {
      await field.close();
      await rm(field.folder, { recursive: true, force: true });
    }
  } catch (error) {
    findings.push(findingOf(error));
  }
  const ms = Math.round(performance.now() - startedMs);
  return { fault: fault.name, seed, ms, findings, words };
}

function findingOf(error: unknown): Finding {
  const sentence = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: error instanceof StuckError ? 'stuck' : 'broken', sentence };
}
