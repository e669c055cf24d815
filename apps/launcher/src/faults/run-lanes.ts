import type { Fault } from './fault';
import { type Ground, type GroundServer, openGround } from './field/ground';
import { openServer } from './field/server';
import { testModel } from './model/test-model';
import { type FaultRun, runFault } from './run-fault';

/** Faults mostly wait, so two cores carry more than two of them at once. */
const LIGHT_LANES = 3;

type Run = (ground: Ground) => Promise<FaultRun>;

export interface LaneOrders {
  faults: readonly Fault[];
  seeds: readonly number[];
  /** Random operations a seed against the model; 0 leaves it out. */
  modelOperations: number;
  trainer: Ground['trainer'];
  /** Where the databases of most faults are made; one is started where none is given. */
  server?: GroundServer;
  onRun: (run: FaultRun) => void;
}

/**
 * Runs every fault with every seed, several at once: beside the others one lane trains in earnest and one restarts
 * its own PostgreSQL, each one run at a time.
 */
export async function runLanes(orders: LaneOrders): Promise<FaultRun[]> {
  const { faults, seeds, modelOperations } = orders;
  const runs: FaultRun[] = [];
  const every = (wanted: (fault: Fault) => boolean): Run[] =>
    seeds.flatMap((seed) =>
      faults.filter(wanted).map((fault) => (ground: Ground) => runFault(fault, seed, ground)),
    );
  const light = every(({ isHeavy, needsOwnServer }) => !isHeavy && !needsOwnServer);
  if (modelOperations > 0) {
    for (const seed of seeds) light.push((ground) => testModel(ground, seed, modelOperations));
  }
  const workOff = async (queue: Run[], ground: Ground): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const run = await next(ground);
      runs.push(run);
      orders.onRun(run);
    }
  };
  const workOn = async (server: GroundServer, queues: Run[][]): Promise<void> => {
    const ground = await openGround({ ...server, trainer: orders.trainer });
    try {
      await Promise.all(queues.map((queue) => workOff(queue, ground)));
    } finally {
      await ground.close();
    }
  };
  const workOnOwn = async (isDurable: boolean, queues: Run[][]): Promise<void> => {
    const { stop, serverUrl, template, restart } = await openServer({ isDurable });
    try {
      await workOn({ serverUrl, template, ...(isDurable ? { restart } : {}) }, queues);
    } finally {
      await stop();
    }
  };
  const shared = [
    ...Array.from({ length: LIGHT_LANES }, () => light),
    every(({ isHeavy }) => isHeavy === true),
  ];
  const restarting = every(({ needsOwnServer }) => needsOwnServer === true);
  const { server } = orders;
  await Promise.all([
    shared.every((queue) => queue.length === 0)
      ? undefined
      : server === undefined
        ? workOnOwn(false, shared)
        : workOn(server, shared),
    restarting.length === 0 ? undefined : workOnOwn(true, [restarting]),
  ]);
  return runs;
}
