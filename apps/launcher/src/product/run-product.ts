import { mkdir } from 'node:fs/promises';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { jsonLog, type Log } from '@emailai/services/log';
import type { Operations } from '@emailai/web/server/operations';
import { type ControlPlane, startControlPlane } from '@emailai/web/server/start-control-plane';
import type { Engine } from '../demo-options';
import type { LauncherEnv } from '../launcher-env';
import { type AgentChild, startAgentChild } from './agent-child';
import { checkPython } from './check-python';
import { ensureAgentToken } from './ensure-agent-token';
import { findPort } from './find-port';
import { openPostgres } from './open-postgres';
import type { Places } from './places';

const HOST = '127.0.0.1';
const FIRST_PORT = 3210;

export interface ProductInput {
  env: LauncherEnv;
  places: Places;
  /** `null` takes the embedded database. */
  databaseUrl: string | null;
  /** `null` looks for a free one. */
  port: number | null;
  pages: 'off' | 'dev' | 'built';
  isDemo: boolean;
  publicUrl?: string | undefined;
  signUp?: 'first' | 'open';
  /** Webhooks and keys of its operator; a demo has none, so that its people are nobody's news. */
  operations?: Operations;
  /** `null` starts no agent. */
  base: string | null;
  /** `null` leaves it to the agent's own settings. */
  engine: Engine | null;
  say: (sentence: string) => void;
  /** Runs beside the start of the agent; nobody has been told the address yet. */
  prepare: (plane: ControlPlane) => Promise<void>;
}

export interface Product {
  plane: ControlPlane;
  agent: AgentChild | null;
  /** Ends agent, server and database, in this order; may be called twice. */
  stop(): Promise<void>;
}

/** Database, control plane and agent as one. What was started is stopped again where a later part fails. */
export async function runProduct(input: ProductInput): Promise<Product> {
  const { env, places, say } = input;
  const undo: (() => Promise<void>)[] = [];
  const life = { stopping: false };
  const stop = async () => {
    life.stopping = true;
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    await mkdir(places.stateDir, { recursive: true, mode: 0o700 });
    const port = input.port ?? (await findPort(HOST, FIRST_PORT));
    if (input.base !== null) await checkPython(env.EMAILAI_PYTHON);
    const postgres = await openPostgres({ url: input.databaseUrl, home: places.postgresHome });
    undo.push(() => postgres.stop());

    const plane = await startControlPlane({
      databaseUrl: postgres.url,
      vault: await openMailVault({ keyFile: places.keyFile }),
      stateDir: places.stateDir,
      host: HOST,
      port,
      pages: input.pages,
      isDemo: input.isDemo,
      publicUrl: input.publicUrl,
      ...(input.signUp === undefined ? {} : { signUp: input.signUp }),
      ...(input.operations === undefined ? {} : { operations: input.operations }),
      say,
      log: logFor(input.isDemo, life),
    });
    undo.push(() => plane.close());
    // The agent prepares its base meanwhile.
    const agent = input.base === null ? null : await startAgent(input, plane, input.base);
    if (agent !== null) undo.push(() => agent.stop());
    await input.prepare(plane);
    return { plane, agent, stop };
  } catch (error) {
    await stop().catch((failure: unknown) => say(`Stopping failed too: ${failure}`));
    throw error;
  }
}

/**
 * JSON lines for operators; somebody who watches a demo wants to hear of trouble only, and a database that goes
 * while everything stops is none.
 */
function logFor(isDemo: boolean, life: { stopping: boolean }): Log {
  const log = jsonLog((line) => process.stderr.write(`${line}\n`));
  return (entry) => {
    if (isDemo && (entry.level === 'info' || entry.level === 'debug')) return;
    if (life.stopping && entry.event === 'database_connection_lost') return;
    log(entry);
  };
}

async function startAgent(
  { env, places, engine, say }: ProductInput,
  plane: ControlPlane,
  base: string,
): Promise<AgentChild> {
  await ensureAgentToken(plane.ctx, { file: places.agentTokenFile, name: 'this machine' });
  return startAgentChild({
    serverUrl: `http://${HOST}:${plane.port}`,
    tokenFile: places.agentTokenFile,
    home: places.agentHome,
    base,
    engine,
    python: env.EMAILAI_PYTHON,
    cacheDir: env.EMAILAI_CACHE,
    log: (sentence) => say(`agent: ${sentence}`),
  });
}
