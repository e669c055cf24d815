import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { modelNameSchema, modelTagOf } from '@emailai/contracts/ids';
import { z } from 'zod';
import { writeFileSafely } from './write-file-safely';

const storedModelSchema = z.object({
  modelName: modelNameSchema,
  version: z.number().int().positive(),
  /** Of the adapter file, in hex: its name and its proof. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** The base it belongs to; on any other it is noise. */
  baseSha256: z.string(),
});
export type StoredModel = z.infer<typeof storedModelSchema> & { tag: string; file: string };

/** Beside a model's versions: the tag of the one in service. */
const PUBLISHED = 'published';

/**
 * The adapters this agent can serve: `home`/models/<model name>/v<version>/<sha256>.gguf beside a model.json.
 * What does not match its hash is not offered.
 */
export interface ModelStore {
  /** Every whole version that belongs to `baseSha256`, oldest version first. */
  list(): StoredModel[];
  find(tag: string): StoredModel | null;
  /** Makes the version of `tag` the one that the model's plain name means at the door. */
  publish(tag: string): Promise<void>;
  /** The tag that was published last, or null. */
  published(modelName: string): string | null;
  /** Copies an adapter in and returns it as stored; storing the same again changes nothing. */
  put(
    model: Omit<z.infer<typeof storedModelSchema>, 'baseSha256'> & { from: string },
  ): Promise<StoredModel>;
}

export async function openModelStore(
  home: string,
  baseSha256: string,
  log: (sentence: string) => void,
): Promise<ModelStore> {
  const root = join(home, 'models');
  await mkdir(root, { recursive: true, mode: 0o700 });
  const models = new Map<string, StoredModel>();
  const published = new Map<string, string>();
  for (const folder of await versionFolders(root)) {
    const model = await readModel(folder);
    if (model === null || model.baseSha256 !== baseSha256) continue;
    if ((await sha256Of(model.file).catch(() => '')) === model.sha256) models.set(model.tag, model);
    else log(`Model ${model.tag} does not match its hash and is not served.`);
  }
  for (const { modelName } of models.values()) {
    const tag = await readFile(join(root, modelName, PUBLISHED), 'utf8').catch(() => '');
    if (models.has(tag)) published.set(modelName, tag);
  }
  return {
    async publish(tag) {
      const model = models.get(tag);
      if (model === undefined) throw new Error(`There is no model ${tag} to publish.`);
      await writeFileSafely(join(root, model.modelName, PUBLISHED), tag);
      published.set(model.modelName, tag);
    },
    published: (modelName) => published.get(modelName) ?? null,
    list: () => [...models.values()].sort((a, b) => a.version - b.version),
    find: (tag) => models.get(tag) ?? null,
    async put({ from, ...named }) {
      const about = { ...named, baseSha256 };
      const folder = join(root, about.modelName, `v${about.version}`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${about.sha256}.gguf`);
      await copySafely(from, file, about.sha256);
      await writeFileSafely(join(folder, 'model.json'), JSON.stringify(about));
      const model = { ...about, tag: modelTagOf(about.modelName, about.version), file };
      models.set(model.tag, model);
      return model;
    },
  };
}

async function versionFolders(root: string): Promise<string[]> {
  const folders: string[] = [];
  for (const name of await readdir(root)) {
    for (const version of await readdir(join(root, name)).catch(() => [])) {
      folders.push(join(root, name, version));
    }
  }
  return folders;
}

async function readModel(folder: string): Promise<StoredModel | null> {
  try {
    const text = await readFile(join(folder, 'model.json'), 'utf8');
    const about = storedModelSchema.parse(JSON.parse(text));
    const tag = modelTagOf(about.modelName, about.version);
    return { ...about, tag, file: join(folder, `${about.sha256}.gguf`) };
  } catch {
    return null;
  }
}

async function copySafely(from: string, to: string, sha256: string): Promise<void> {
  const partial = `${to}.partial`;
  try {
    await copyFile(from, partial);
    const found = await sha256Of(partial);
    if (found !== sha256) throw new Error(`The adapter ${from} is not what was trained: ${found}.`);
    const handle = await open(partial, 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(partial, to);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  const entries = await readdir(dirname(to));
  const others = entries.filter((name) => name.endsWith('.gguf') && join(dirname(to), name) !== to);
  for (const name of others) await rm(join(dirname(to), name), { force: true });
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
