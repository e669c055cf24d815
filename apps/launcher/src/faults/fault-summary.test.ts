import { expect, it } from 'vitest';
import { summarise } from './fault-summary';
import type { FaultRun } from './run-fault';

const run = (over: Partial<FaultRun>): FaultRun => ({
  fault: 'agent-killed',
  seed: 1,
  ms: 10,
  findings: [],
  words: [],
  ...over,
});

it('counts runs, failures and what was found, by fault', () => {
  const runs = [
    run({ ms: 30 }),
    run({ ms: 10 }),
    run({
      ms: 20,
      findings: [
        { kind: 'gap', sentence: '' },
        { kind: 'broken', sentence: '' },
      ],
    }),
    run({ fault: 'disk-full', findings: [{ kind: 'lost', sentence: '' }] }),
  ];
  expect(summarise({ seeds: 3, runs, modelOperations: 7 })).toEqual({
    seeds: 3,
    faults: {
      'agent-killed': { runs: 3, failed: 1, medianMs: 20 },
      'disk-full': { runs: 1, failed: 1, medianMs: 10 },
    },
    lost: 1,
    doubled: 0,
    stuck: 0,
    gaps: 1,
    modelOperations: 7,
  });
});
