import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTemporaryHome } from '../testing/temporary-home';
import { openModelStore } from './model-store';

const home = useTemporaryHome();
const MODEL = { modelName: 'emailai-useraccount0000000000001', version: 1 };

async function adapter(text: string) {
  const from = join(home.path, `${text}.gguf`);
  await writeFile(from, text);
  return { from, sha256: createHash('sha256').update(text).digest('hex') };
}

describe('the model store', () => {
  it('offers every whole version again after a restart', async () => {
    const store = await openModelStore(home.path, 'base-a', () => {});
    await store.put({ ...MODEL, ...(await adapter('one')) });
    await store.put({ ...MODEL, version: 2, ...(await adapter('two')) });
    const again = await openModelStore(home.path, 'base-a', () => {});
    expect(again.list().map(({ tag }) => tag)).toEqual([
      `${MODEL.modelName}:v1`,
      `${MODEL.modelName}:v2`,
    ]);
  });

  it('remembers which version is in service', async () => {
    const store = await openModelStore(home.path, 'base-a', () => {});
    const { tag } = await store.put({ ...MODEL, ...(await adapter('one')) });
    expect(store.published(MODEL.modelName)).toBeNull();
    await store.publish(tag);
    await expect(store.publish(`${MODEL.modelName}:v9`)).rejects.toThrow('no model');
    const again = await openModelStore(home.path, 'base-a', () => {});
    expect(again.published(MODEL.modelName)).toBe(tag);
    expect(again.list()).toHaveLength(1);
  });

  it('refuses an adapter that is not what was trained', async () => {
    const store = await openModelStore(home.path, 'base-a', () => {});
    const { from } = await adapter('one');
    const { sha256 } = await adapter('two');
    await expect(store.put({ ...MODEL, from, sha256 })).rejects.toThrow('not what was trained');
    expect(store.list()).toEqual([]);
  });

  it('does not offer a file that changed on disk, and says so', async () => {
    const stored = await (await openModelStore(home.path, 'base-a', () => {})).put({
      ...MODEL,
      ...(await adapter('one')),
    });
    await writeFile(stored.file, 'rotten');
    const said: string[] = [];
    const again = await openModelStore(home.path, 'base-a', (text) => said.push(text));
    expect(again.list()).toEqual([]);
    expect(said).toHaveLength(1);
  });

  it('offers nothing that was trained on another base', async () => {
    await (await openModelStore(home.path, 'base-a', () => {})).put({
      ...MODEL,
      ...(await adapter('one')),
    });
    expect((await openModelStore(home.path, 'base-b', () => {})).list()).toEqual([]);
  });
});
