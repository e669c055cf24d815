import type { EmbeddedEngine } from '@emailai/serving/embedded/create-embedded-engine';
import type { AdapterFile } from '@emailai/serving/engine';
import { pickOf, seededRandom } from './bench-users';
import { type Latencies, latenciesOf } from './latency-figures';
import { measureFirstText } from './measure-first-text';

const LONGEST = 12;
const LENGTHS = [2, 6, LONGEST] as const;
/** As many as an agent writes at once. */
const AT_ONCE = 4;
const MIB = 2 ** 20;

export interface MixedFigures {
  requests: number;
  baseLoads: number;
  seconds: number;
  firstText: Latencies;
  memory: {
    baseMb: number;
    /** Of main memory, with all contexts made that may be. */
    lruFullMb: number;
    afterMb: number;
    growthPercent: number;
    contexts: number;
    perAdapterMb: number;
  };
}

/** Drafts of several lengths for everybody in random order, some at once: what an agent does all day. */
export async function measureMixed(
  engine: EmbeddedEngine,
  users: readonly AdapterFile[],
  requests: number,
): Promise<MixedFigures> {
  const read = async () => {
    const held = await engine.childMemory();
    if (held === null) throw new Error('the engine has no child');
    return held;
  };
  await measureFirstText(engine, null, 0, 2);
  const empty = await read();
  // Twice round: a context takes its last buffers with its first usual draft.
  for (const { model } of [...users, ...users]) await measureFirstText(engine, model, 1, LONGEST);
  const full = await read();
  const random = seededRandom(2);
  const wishes = Array.from({ length: requests }, (_, number) => ({
    number,
    model: pickOf(users, random).model,
    tokens: pickOf(LENGTHS, random),
  }));
  const firsts: number[] = [];
  const startedMs = performance.now();
  async function work(): Promise<void> {
    for (let wish = wishes.pop(); wish !== undefined; wish = wishes.pop()) {
      firsts.push(await measureFirstText(engine, wish.model, wish.number, wish.tokens));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const seconds = (performance.now() - startedMs) / 1_000;
  const after = await read();
  const megabytes = (bytes: number) => Number((bytes / MIB).toFixed(1));
  return {
    requests: firsts.length,
    baseLoads: after.baseLoads,
    seconds: Number(seconds.toFixed(1)),
    firstText: latenciesOf(firsts),
    memory: {
      baseMb: megabytes(empty.residentBytes),
      lruFullMb: megabytes(full.residentBytes),
      afterMb: megabytes(after.residentBytes),
      growthPercent: Number((100 * (after.residentBytes / full.residentBytes - 1)).toFixed(1)),
      contexts: full.contexts,
      // The base's own context was there before.
      perAdapterMb: megabytes(
        (full.residentBytes - empty.residentBytes) / Math.max(1, full.contexts - 1),
      ),
    },
  };
}
