import { basename } from 'node:path';
import type { AdapterFile } from './engine';
import { fileSha256 } from './file-sha256';
import { looksLikeGguf } from './looks-like-gguf';
import { ServingError } from './serving-error';

/**
 * Refuses an adapter file that is not what it is said to be. llama.cpp remembers adapters by path until the base
 * itself is unloaded, so a file whose name did not follow its content could serve somebody's older voice.
 */
export async function verifyAdapter({ path, sha256 }: AdapterFile): Promise<void> {
  if (basename(path) !== `${sha256}.gguf`) {
    throw new ServingError('adapter_unreadable', 'The adapter file is not named by its content.');
  }
  let found: string;
  try {
    found = await fileSha256(path);
  } catch (cause) {
    throw new ServingError(
      'adapter_unreadable',
      'The adapter file cannot be read: train this model again.',
      { cause },
    );
  }
  if (found !== sha256) {
    throw new ServingError(
      'adapter_unreadable',
      'The adapter file has changed since it was trained: train this model again.',
    );
  }
  if (!(await looksLikeGguf(path))) {
    throw new ServingError('adapter_refused', 'The adapter file is not a GGUF file.');
  }
}
