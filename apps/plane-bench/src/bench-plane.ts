import { availableParallelism, loadavg } from 'node:os';
import { readBenchOptions } from './bench-options';
import { rounded } from './figures';
import { missedBars, SECTIONS, type SectionName } from './sections';
import { openStand, type Stand } from './stand/open-stand';

/** Longer than any section takes on a machine that does nothing else, several times over. */
const SECTION_TIMEOUT_MS = 240_000;

const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

/**
 * `npm run bench:plane -- --json`: the job plane against its bars, on a PostgreSQL, servers and agents of its own.
 * Prints one JSON line; progress and what missed its bar go to stderr. Exit 1 where something did.
 */
async function benchPlane(args: string[]): Promise<number> {
  const options = readBenchOptions(args, process.env);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => stop.abort(new Error('Stopped.')));
  }
  const figures: Record<string, unknown> = { cores: availableParallelism() };
  const missed: string[] = [];
  const stand = await openStand({ cacheDir: options.cacheDir, say });
  try {
    for (const name of options.only) {
      const measured = await measureOne(name, stand, stop.signal);
      figures[name] = measured;
      if ('halfOpenSeconds' in measured) figures.halfOpenSeconds = measured.halfOpenSeconds;
      missed.push(...missedBars(name, measured));
      if (!options.json) console.log(name, measured);
    }
  } finally {
    await stand.close();
  }
  if (options.json) console.log(JSON.stringify(figures));
  for (const sentence of missed) say(`Missed: ${sentence}.`);
  return missed.length === 0 ? 0 : 1;
}

/** The figures of one section, with what the machine had to do beside it and how long it took. */
async function measureOne(name: SectionName, stand: Stand, stop: AbortSignal) {
  say(`${name} …`);
  const startedMs = performance.now();
  const loadBefore = loadavg()[0] ?? 0;
  const section = SECTIONS[name].measure({ ...stand, say: (sentence) => say(`  ${sentence}`) });
  const measured = await Promise.race([section, abandoned(name, stop)]);
  const loadAverage = { before: rounded(loadBefore), after: rounded(loadavg()[0] ?? 0) };
  const seconds = rounded((performance.now() - startedMs) / 1_000);
  return { ...measured, loadAverage, sectionSeconds: seconds };
}

function abandoned(name: SectionName, stop: AbortSignal): Promise<never> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(SECTION_TIMEOUT_MS)]);
  return new Promise((_, reject) => {
    const leave = () => {
      const why = stop.aborted ? 'was stopped' : `took longer than ${SECTION_TIMEOUT_MS / 1_000} s`;
      reject(new Error(`The section ${name} ${why}.`));
    };
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
  });
}

benchPlane(process.argv.slice(2)).then(
  // What a section that was abandoned has left open ends with this process.
  (code) => process.exit(code),
  (error: unknown) => {
    say(`emailai: ${error instanceof Error ? error.stack : String(error)}`);
    process.exit(1);
  },
);
