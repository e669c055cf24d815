import type { AdapterFile, ServingEngine } from '@emailai/serving/engine';
import { pickOf, seededRandom } from './bench-users';
import { type Latencies, latenciesOf } from './latency-figures';
import { measureFirstText } from './measure-first-text';

const TOKENS = 4;

export interface SwitchFigures {
  /** Another person than before at every draft, all in turn: the hardest order for what is kept warm. */
  roundRobin: Latencies;
  random: Latencies;
  /** The same person again. */
  same: Latencies;
}

/** One draft after the other, so that only the switch is timed. */
export async function measureSwitches(
  engine: ServingEngine,
  users: readonly AdapterFile[],
  rounds: { roundRobin: number; random: number; same: number },
): Promise<SwitchFigures> {
  const random = seededRandom(1);
  let number = 0;
  const time = (model: string) => {
    number += 1;
    return measureFirstText(engine, model, number, TOKENS);
  };
  const inTurn: number[] = [];
  for (let at = 0; at < rounds.roundRobin; at += 1) {
    inTurn.push(await time(users[at % users.length]?.model ?? ''));
  }
  const drawn: number[] = [];
  let last = '';
  for (let at = 0; at < rounds.random; at += 1) {
    const { model } = pickOf(
      users.filter((user) => user.model !== last),
      random,
    );
    drawn.push(await time(model));
    last = model;
  }
  const again: number[] = [];
  for (let at = 0; at < rounds.same; at += 1) again.push(await time(last));
  return {
    roundRobin: latenciesOf(inTurn),
    random: latenciesOf(drawn),
    same: latenciesOf(again),
  };
}
