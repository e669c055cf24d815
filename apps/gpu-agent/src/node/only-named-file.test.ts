import { expect, it } from 'vitest';
import type { WriteDraft } from '../core/ports';
import type { StoredModel } from './model-store';
import { onlyNamedFile } from './only-named-file';

const TAG = 'emailai-userabcdef:v1';
const STORED: StoredModel = {
  modelName: 'emailai-userabcdef',
  version: 1,
  sha256: 'a'.repeat(64),
  baseSha256: 'b',
  tag: TAG,
  file: 'adapter.gguf',
};

const writeDraft = onlyNamedFile(
  { find: (tag) => (tag === TAG ? STORED : null) },
  async function* () {
    yield 'written';
    return 'stop' as const;
  },
);

const first = (over: Partial<Parameters<WriteDraft>[0]>) => {
  const { signal } = new AbortController();
  return writeDraft({ model: TAG, userMessage: 'Hi', maxTokens: 1, signal, ...over }).next();
};

it('writes with the file that is named, or with what there is where none is', async () => {
  const written = { value: 'written', done: false };
  expect(await first({ adapterSha256: STORED.sha256 })).toEqual(written);
  expect(await first({})).toEqual(written);
  expect(await first({ model: null, adapterSha256: STORED.sha256 })).toEqual(written);
});

it('writes nothing with another file under the same version', async () => {
  const other = { adapterSha256: 'c'.repeat(64) };
  await expect(first(other)).rejects.toThrow('another adapter');
  await expect(first({ ...other, model: 'emailai-userabcdef:v2' })).rejects.toThrow();
});
