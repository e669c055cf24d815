import type { Base } from '@emailai/pipeline/base/base';
import type { ServingEngine } from '@emailai/serving/engine';
import { createTurns } from '../../core/turns';
import type { AgentEnv } from '../../env';
import { CommandError, EXIT } from '../../exit-codes';
import { ownVersion } from '../../own-version';
import type { ModelStore } from '../model-store';
import { DoorError } from './door-error';
import { openDoorModels } from './door-models';
import { openDoorTokens } from './door-tokens';
import { type Door, openDoor } from './open-door';
import { createDraftWriter } from './write-draft';

/** Beside those the server orders. */
const MAX_DRAFTS = 4;

/** The door of this agent, or null where its settings ask for none. Throws a CommandError for a port that is taken. */
export async function openDoorOfAgent(input: {
  env: AgentEnv;
  base: Base;
  store: ModelStore;
  engine: ServingEngine;
  say: (sentence: string) => void;
}): Promise<Door | null> {
  const { env, base, store, engine, say } = input;
  if (env.AGENT_DOOR_PORT === 0) return null;
  const parts = {
    base,
    engine,
    models: openDoorModels({ store, base }),
    drafts: createDraftWriter({ engine, turns: createTurns(MAX_DRAFTS) }),
    version: await ownVersion(),
    tokens: await openDoorTokens(env.AGENT_HOME),
    log: say,
  };
  try {
    const door = await openDoor(parts, env.AGENT_DOOR_PORT);
    say(
      `The door for Ollama clients is open at ${door.url}; \`gpu-agent door\` prints the tokens.`,
    );
    return door;
  } catch (error) {
    if (!(error instanceof DoorError)) throw error;
    throw new CommandError(EXIT.config, error.message, { cause: error });
  }
}
