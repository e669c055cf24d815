import type { WriteDraft } from '../core/ports';
import type { ModelStore } from './model-store';

/**
 * Writes with a model only where its file is the one the server names: a job that was cancelled or not accepted may
 * have left an adapter here that nobody judged, under the number that another one bears now.
 */
export function onlyNamedFile(store: Pick<ModelStore, 'find'>, writeDraft: WriteDraft): WriteDraft {
  return async function* (order) {
    const { model, adapterSha256 } = order;
    const isOther =
      model !== null && adapterSha256 !== undefined && store.find(model)?.sha256 !== adapterSha256;
    if (isOther) throw new Error('This agent holds another adapter under that version.');
    return yield* writeDraft(order);
  };
}
