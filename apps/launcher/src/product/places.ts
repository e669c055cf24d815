import { join } from 'node:path';
import type { LauncherEnv } from '../launcher-env';

/** Demo and product keep everything apart: invented mail never meets real mail. */
export type Mode = 'demo' | 'start' | 'dev';

export interface Places {
  stateDir: string;
  postgresHome: string;
  keyFile: string;
  agentHome: string;
  agentTokenFile: string;
}

export function placesOf(env: LauncherEnv, mode: Mode): Places {
  // `dev` shows the demo's writers, with pages that reload.
  const folder = mode === 'dev' ? 'demo' : mode;
  const stateDir = join(env.EMAILAI_STATE, folder);
  return {
    stateDir,
    postgresHome: join(env.EMAILAI_PG_HOME ?? join(env.EMAILAI_STATE, 'postgres'), folder),
    keyFile: join(stateDir, 'operator-key.json'),
    agentHome: join(stateDir, 'agent'),
    agentTokenFile: join(stateDir, 'agent-token'),
  };
}
