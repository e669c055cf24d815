import { stat } from 'node:fs/promises';
import type { Base } from '@emailai/pipeline/base/base';
import type { ModelStore, StoredModel } from '../model-store';
import { DoorError } from './door-error';
import type { DoorCaller } from './door-tokens';

/** The base's own name at the door. */
export const BASE_NAME = 'emailai-base';

/** Something that can be asked for by `name`; `tag` is what the engine knows it by, null the base. */
export interface DoorModel {
  name: string;
  tag: string | null;
  sha256: string;
  file: string;
  bytes: number;
  modifiedAt: Date;
}

export interface DoorModels {
  /** What a caller may see: its own model's versions and the base; the operator sees every name. */
  list(caller: DoorCaller): Promise<DoorModel[]>;
  /** Throws a DoorError 404, the same for what is not there and for what is another's. */
  find(caller: DoorCaller, name: string): Promise<DoorModel>;
}

export function openDoorModels(ports: { store: ModelStore; base: Base }): DoorModels {
  const { store, base } = ports;

  async function describe(name: string, tag: string | null, file: string, sha256: string) {
    const { size, mtime } = await stat(file);
    return { name, tag, sha256, file, bytes: size, modifiedAt: mtime };
  }
  const describeStored = (name: string, { tag, file, sha256 }: StoredModel) =>
    describe(name, tag, file, sha256);

  /** Names and what they mean: each version by its tag, and the plain name for the one that was put in service. */
  function* namesFor(caller: DoorCaller): Generator<[string, StoredModel]> {
    for (const stored of store.list()) {
      if (caller.kind === 'writer' && caller.modelName !== stored.modelName) continue;
      yield [stored.tag, stored];
      if (store.published(stored.modelName) === stored.tag) {
        yield [`${stored.modelName}:latest`, stored];
      }
    }
  }
  const describeBase = () => describe(`${BASE_NAME}:latest`, null, base.ggufFile, base.sha256);

  return {
    async list(caller) {
      const names = [...namesFor(caller)].sort(([a], [b]) => a.localeCompare(b));
      const models = names.map(([name, stored]) => describeStored(name, stored));
      return Promise.all([describeBase(), ...models]);
    },
    async find(caller, asked) {
      const name = asked.includes(':') ? asked : `${asked}:latest`;
      if (name === `${BASE_NAME}:latest`) return describeBase();
      const found = [...namesFor(caller)].find(([known]) => known === name);
      if (found !== undefined) return describeStored(...found);
      const whose = caller.kind === 'writer' ? caller.modelName : 'every mailbox';
      throw new DoorError(
        404,
        `model '${asked}' not found: this token serves ${whose} and ${BASE_NAME}; \`ollama list\` shows what there is.`,
      );
    },
  };
}
