import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedEngine } from '@emailai/serving/embedded/create-embedded-engine';
import { engineThreads } from '@emailai/serving/embedded/engine-threads';
import { resolveBase } from '../base/resolve-base';
import { usedContext } from '../train-settings';
import { createTrainer } from '../trainer/create-trainer';
import { readBenchOptions } from './bench-options';
import { measureWriter, type WriterFigures } from './measure-writer';

/**
 * `npm run bench -- habits`: trains a model for each persona by the real stages and counts in how many drafts for
 * held-out mails its writer's habits and the right name stand. Options try other settings (bench-options.ts).
 */
async function main(): Promise<void> {
  const options = readBenchOptions(process.argv.slice(2), process.env);
  const log = (sentence: string) => console.error(sentence);
  const shared = { python: options.python, environment: process.env, log };
  const base = await resolveBase({ ...shared, setting: options.base, cacheDir: options.cacheDir });
  const trainer = createTrainer({ ...shared, device: 'auto' });
  const engine = createEmbeddedEngine({
    ...shared,
    ggufFile: base.ggufFile,
    threads: engineThreads(base.parameters),
    contextTokens: usedContext(base),
  });
  const scratch = await mkdtemp(join(tmpdir(), 'emailai-habits-'));
  const figures: WriterFigures[] = [];
  try {
    if (!options.json) console.log(HEADER);
    for (const writer of options.writers) {
      const jobDir = join(scratch, writer);
      const { drafts, overrides } = options;
      const one = await measureWriter({ writer, overrides, base, trainer, engine, drafts, jobDir });
      figures.push(one);
      if (!options.json) console.log(lineOf(one));
    }
    if (options.json) console.log(JSON.stringify({ base: base.name, figures }));
  } finally {
    await Promise.all([trainer.close(), engine.close()]);
    await rm(scratch, { recursive: true, force: true });
  }
}

const HEADER =
  'writer         rows     s  best   base → tuned  control   habits base → tuned   right person base → tuned';

function lineOf({ writer, rows, trainSeconds, bestEpoch, ...one }: WriterFigures): string {
  const nats = (value: number) => value.toFixed(2).padStart(5);
  const share = (value: number) => `${(100 * value).toFixed(0)} %`.padStart(5);
  return [
    writer.padEnd(13),
    `${rows.train}+${rows.heldOut}`.padStart(7),
    trainSeconds.toFixed(0).padStart(4),
    String(bestEpoch).padStart(4),
    `  ${nats(one.heldOut.base)} → ${nats(one.heldOut.tuned)}`,
    one.control === null ? '       –' : `   ${nats(one.control.nats)}`,
    `         ${share(one.habits.base)} → ${share(one.habits.tuned)}`,
    `         ${share(one.rightPerson.base)} → ${share(one.rightPerson.tuned)}`,
  ].join(' ');
}

await main();
