import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterShelf, createAdapterShelf } from './adapter-shelf';
import type { AdapterFile } from './engine';

let scratch: string;
let made: string[];
let failure: Error | null;
let shelf: AdapterShelf;

/** A file that is named by its content and begins as GGUF does. */
async function adapterOf(model: string, words: string): Promise<AdapterFile> {
  const header = Buffer.alloc(24);
  header.write('GGUF');
  header.writeUInt32LE(3, 4);
  const content = Buffer.concat([header, Buffer.from(words)]);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const path = join(scratch, `${sha256}.gguf`);
  await writeFile(path, content);
  return { model, path, sha256 };
}

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'emailai-shelf-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));
beforeEach(() => {
  made = [];
  failure = null;
  shelf = createAdapterShelf(async ({ model }) => {
    made.push(model);
    if (failure !== null) throw failure;
  });
});

describe('the shelf of adapters', () => {
  it('makes what it knows once, when it is first asked for', async () => {
    const adapter = await adapterOf('a:v1', 'one');
    shelf.know(adapter);
    expect(shelf.models).toEqual(['a:v1']);
    expect(made).toEqual([]);
    expect(await Promise.all([shelf.ready('a:v1'), shelf.ready('a:v1')])).toEqual([
      adapter,
      adapter,
    ]);
    await shelf.ready('a:v1');
    expect(made).toEqual(['a:v1']);
    shelf.lose('a:v1');
    await shelf.ready('a:v1');
    expect(made).toEqual(['a:v1', 'a:v1']);
  });

  it('looks at a file again when it has changed, and serves no other content', async () => {
    const adapter = await adapterOf('a:v1', 'one');
    await shelf.load(adapter);
    await writeFile(adapter.path, 'something else');
    await expect(shelf.ready('a:v1')).rejects.toMatchObject({
      code: 'adapter_unreadable',
      message: expect.stringContaining('has changed since it was trained'),
    });
    await rm(adapter.path);
    await expect(shelf.ready('a:v1')).rejects.toMatchObject({ code: 'adapter_unreadable' });
    await adapterOf('a:v1', 'one');
    await shelf.ready('a:v1');
    expect(made).toEqual(['a:v1', 'a:v1']);
  });

  it('keeps what served before where its successor cannot be made', async () => {
    const [one, two] = [await adapterOf('a:v1', 'one'), await adapterOf('a:v1', 'two')];
    await shelf.load(one);
    failure = new Error('no room');
    await expect(shelf.load(two)).rejects.toThrow('no room');
    failure = null;
    expect(await shelf.ready('a:v1')).toEqual(one);
  });

  it('tries again after it could not', async () => {
    shelf.know(await adapterOf('a:v1', 'one'));
    failure = new Error('no room');
    await expect(shelf.ready('a:v1')).rejects.toThrow('no room');
    failure = null;
    await shelf.ready('a:v1');
    expect(made).toEqual(['a:v1', 'a:v1']);
  });

  it('knows nothing of what it was told to forget', async () => {
    await shelf.load(await adapterOf('a:v1', 'one'));
    shelf.forget('a:v1');
    await expect(shelf.ready('a:v1')).rejects.toMatchObject({ code: 'model_missing' });
  });
});
