import { readLauncherEnv } from '../launcher-env';
import { runCommand } from '../run-command';
import { FAULT_HELP, parseFaultOptions } from './fault-options';
import { summarise } from './fault-summary';
import { killAgent } from './kill-agent';
import { ALL_FAULTS } from './list/all-faults';
import { MODEL } from './model/test-model';
import type { FaultRun } from './run-fault';
import { runLanes } from './run-lanes';

const say = (sentence: string) => process.stderr.write(`${sentence}\n`);
const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** A seed; twenty seeds make ten thousand. */
const MODEL_OPERATIONS = 500;

/** `npm run test:faults`: every fault with twenty seeds, and random operations against the model. */
async function testFaults(args: string[]): Promise<number> {
  const names = ALL_FAULTS.map(({ name }) => name);
  const options = parseFaultOptions(args, names);
  if (options.help) {
    process.stdout.write(`${FAULT_HELP}\n${names.join('\n')}\n`);
    return 0;
  }
  const env = readLauncherEnv(process.env);
  if (options.killAgentTimes !== null) {
    const told = await killAgent(options.killAgentTimes, env, say);
    tell(told);
    return told.whole === told.times ? 0 : 1;
  }
  const { seeds, only } = options;
  const runs = await runLanes({
    faults: ALL_FAULTS.filter(({ name }) => only === null || only === name),
    seeds,
    modelOperations: only === null || only === MODEL ? MODEL_OPERATIONS : 0,
    trainer: { python: env.EMAILAI_PYTHON, cacheDir: env.EMAILAI_CACHE },
    onRun: sayRun,
  });
  const modelOperations = runs.filter(({ fault }) => fault === MODEL).length * MODEL_OPERATIONS;
  const summary = summarise({ seeds: seeds.length, runs, modelOperations });
  tell(summary);
  return runs.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

function sayRun({ fault, seed, ms, findings, words }: FaultRun): void {
  say(`${findings.length === 0 ? 'ok    ' : 'FAILED'} ${fault} --seed ${seed} (${ms} ms)`);
  for (const { kind, sentence } of findings) say(`       ${kind}: ${sentence}`);
  for (const word of words.slice(-40)) say(`       agent: ${word}`);
}

runCommand(testFaults);
