import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Database, openDatabase } from '@emailai/db/open-database';
import { type Random, seededRandom } from '@emailai/mailbox/personas/random';
import { type FaultAgent, startAgent, type TrainingPlan } from './agent';
import { type Browser, openBrowser } from './browser';
import type { Ground, Writer } from './ground';
import {
  type Plane,
  type PlaneProcess,
  type PlaneSettings,
  startPlane,
  startPlaneProcess,
} from './plane';
import type { WatchedJob } from './watched-job';

/** Long enough to be struck in the middle: a dozen passes, about 0.7 s. */
const USUAL_PLAN: TrainingPlan = { epochs: 12, epochMs: 60 };

/** The world of one run: a database, what runs on it, and what was seen. Everything in it ends with `close`. */
export interface Field {
  readonly seed: number;
  /** The run's only source of chance. */
  readonly random: Random;
  readonly folder: string;
  readonly writers: readonly [Writer, Writer, Writer];
  readonly databaseUrl: string;
  /** A way of its own into the database, for looking and for moving leases. */
  readonly db: Database;
  readonly agents: readonly FaultAgent[];
  readonly jobs: readonly WatchedJob[];
  /** In this process; `databaseUrl` where a network stands before the database. */
  startPlane(over?: Partial<Pick<PlaneSettings, 'databaseUrl' | 'intervals'>>): Promise<Plane>;
  /** In a process of its own; the same port again for another life. */
  startPlaneProcess(over?: { port?: number; skewMs?: number }): Promise<PlaneProcess>;
  /** `port` is the control plane's, or that of a network before it. */
  startAgent(port: number, over?: AgentOverrides): Promise<FaultAgent>;
  /** The page of a writer, or of the operator. */
  openBrowser(port: number, who: Writer | 'operator'): Promise<Browser>;
  /** A writer presses Train at the plane of this port. */
  order(port: number, writer?: Writer): Promise<WatchedJob>;
  /** Where the fault has asked for a server of its own. */
  restartDatabase(): Promise<void>;
  /** Is run at the end, the latest first. */
  atEnd(undo: () => Promise<void>): void;
  /** Ends whatever runs but the database. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface AgentOverrides {
  plan?: Partial<TrainingPlan>;
  skewMs?: number;
  /** Trains a few epochs in earnest. */
  isReal?: boolean;
  /** Where its token is made; its own port if not named. */
  planePort?: number;
}

export async function openField(ground: Ground, fault: string, seed: number): Promise<Field> {
  const [first, second, third] = ground.writers;
  if (first === undefined || second === undefined || third === undefined) {
    throw new Error('The ground has fewer than three writers.');
  }
  const copied = await ground.copy();
  const db = openDatabase({ url: copied.url, maxConnections: 3 });
  const folder = join(ground.folder, `${fault}-${seed}-${randomUUID().slice(0, 8)}`);
  const undo: (() => Promise<void>)[] = [];
  const agents: FaultAgent[] = [];
  const jobs: WatchedJob[] = [];
  const settings = {
    databaseUrl: copied.url,
    keyFile: ground.keyFile,
    stateDir: join(folder, 'plane'),
    port: 0,
  };
  const kept = <T extends { stop(): Promise<void> }>(started: T): T => {
    undo.push(() => started.stop());
    return started;
  };
  const openPage = async (port: number, userId: string) => {
    const browser = await openBrowser(port, userId);
    undo.push(() => browser.close());
    return {
      ...browser,
      async order(writer: Writer) {
        const job = await browser.order(writer);
        jobs.push(job);
        return job;
      },
    };
  };
  const settle = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };

  return {
    seed,
    random: seededRandom(`${fault} ${seed}`),
    folder,
    writers: [first, second, third],
    databaseUrl: copied.url,
    db,
    agents,
    jobs,
    startPlane: async (over) => kept(await startPlane({ ...settings, ...over })),
    startPlaneProcess: async ({ port = 0, skewMs = 0 } = {}) =>
      kept(await startPlaneProcess({ ...settings, port }, { skewMs })),
    async startAgent(port, { plan, skewMs = 0, isReal = false, planePort = port } = {}) {
      const operator = await openBrowser(planePort, ground.operatorId);
      const name = `agent ${agents.length + 1}`;
      const { agentId, token } = await operator.client.agent.createToken.mutate({ name });
      await operator.close();
      const agent = await startAgent({
        folder: join(folder, `agent-${agents.length + 1}`),
        agentId,
        token,
        port,
        plan: { ...USUAL_PLAN, ...plan },
        skewMs,
        real: isReal ? ground.trainer : null,
      });
      agents.push(kept(agent));
      await agent.ready();
      return agent;
    },
    openBrowser: (port, who) => openPage(port, who === 'operator' ? ground.operatorId : who.userId),
    async order(port, writer = first) {
      return (await openPage(port, writer.userId)).order(writer);
    },
    async restartDatabase() {
      if (ground.restartServer === null) throw new Error('This database is not ours to restart.');
      await ground.restartServer();
    },
    atEnd: (step) => void undo.push(step),
    settle,
    async close() {
      await settle();
      await db.close();
      await copied.drop();
    },
  };
}
