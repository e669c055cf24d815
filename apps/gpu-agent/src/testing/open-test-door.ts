import type { Base } from '@emailai/pipeline/base/base';
import { createEmbeddedEngine } from '@emailai/serving/embedded/create-embedded-engine';
import type { ServingEngine } from '@emailai/serving/engine';
import { fileSha256 } from '@emailai/serving/file-sha256';
import { prepareTestBase } from '@emailai/serving/testing/test-base';
import { createTurns } from '../core/turns';
import { openDoorModels } from '../node/door/door-models';
import { openDoorTokens } from '../node/door/door-tokens';
import { type Door, openDoor } from '../node/door/open-door';
import { createDraftWriter } from '../node/door/write-draft';
import { openModelStore } from '../node/model-store';

export const ANNA = 'emailai-useranna000001';
export const BORIS = 'emailai-userboris00001';

export interface TestDoor {
  door: Door;
  parts: Parameters<typeof openDoor>[0];
  engine: ServingEngine;
  log: string[];
  /** The token of a mailbox's model, or the operator's. */
  tokenOf(modelName: string | null): string;
  close(): Promise<void>;
}

/** The door of an agent that holds two versions of Anna's model, the first in service, and one of Boris's. */
export async function openTestDoor(
  home: string,
  overrides: { engine?: ServingEngine; maxDrafts?: number } = {},
): Promise<TestDoor> {
  const { hfDir, ggufFile, contextTokens, adapters } = await prepareTestBase();
  const sha256 = await fileSha256(ggufFile);
  const size = { parameters: 2_755_008, contextTokens };
  const base: Base = { name: 'tiny', ...size, sha256, trialOnly: true, hfDir, ggufFile };
  const log: string[] = [];
  const store = await openModelStore(home, sha256, (line) => log.push(line));
  const engine =
    overrides.engine ??
    createEmbeddedEngine({
      ggufFile,
      contextTokens,
      threads: 1,
      environment: process.env,
      log: (line) => log.push(line),
    });
  const versions = [
    [ANNA, 1],
    [ANNA, 2],
    [BORIS, 1],
  ] as const;
  for (const [number, [modelName, version]] of versions.entries()) {
    const adapter = adapters[number];
    if (adapter === undefined) throw new Error('three adapters are needed');
    const about = { modelName, version, sha256: adapter.sha256, from: adapter.path };
    const { tag, file } = await store.put(about);
    engine.knowAdapter({ model: tag, path: file, sha256: adapter.sha256 });
    if (version === 1) await store.publish(tag);
  }
  const tokens = await openDoorTokens(home);
  const parts = {
    base,
    engine,
    models: openDoorModels({ store, base }),
    drafts: createDraftWriter({ engine, turns: createTurns(overrides.maxDrafts ?? 4) }),
    version: '0.1.0',
    tokens,
    log: (line: string) => void log.push(line),
  };
  const door = await openDoor(parts, 0);
  return {
    door,
    parts,
    engine,
    log,
    tokenOf: (modelName) =>
      tokens.tokenFor(modelName === null ? { kind: 'operator' } : { kind: 'writer', modelName }),
    async close() {
      await door.close();
      await engine.close();
    },
  };
}
