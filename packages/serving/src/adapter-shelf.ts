import { stat } from 'node:fs/promises';
import type { AdapterFile } from './engine';
import { ServingError } from './serving-error';
import { verifyAdapter } from './verify-adapter';

/** The adapters an engine knows by model name, and which of them it has made servable. */
export interface AdapterShelf {
  /** Remembers an adapter; it is verified and made servable when `ready` first asks for it. */
  know(adapter: AdapterFile): void;
  load(adapter: AdapterFile): Promise<void>;
  /** The adapter of `model`, servable. Rejects with `model_missing`, or with why it cannot be made so. */
  ready(model: string): Promise<AdapterFile>;
  /** The engine has lost what was made of `model`: the next `ready` makes it again. */
  lose(model: string): void;
  forget(model: string): void;
  find(model: string): AdapterFile | null;
  readonly models: string[];
  /** The models whose adapters lie at `paths`. */
  modelsAt(paths: ReadonlySet<string | null>): string[];
}

interface Place {
  adapter: AdapterFile;
  made: { stamp: string; done: Promise<void> } | null;
}

/** Files are hashed before `make` sees them, again whenever they have changed, and made one after the other. */
export function createAdapterShelf(make: (adapter: AdapterFile) => Promise<void>): AdapterShelf {
  const places = new Map<string, Place>();
  let last: Promise<unknown> = Promise.resolve();

  function makeInTurn(adapter: AdapterFile): Promise<void> {
    const done = last.then(async () => {
      await verifyAdapter(adapter);
      await make(adapter);
    });
    last = done.catch(() => undefined);
    return done;
  }

  async function readyAt(place: Place): Promise<AdapterFile> {
    const stamp = await stampOf(place.adapter.path);
    if (place.made?.stamp !== stamp) {
      const made = { stamp, done: makeInTurn(place.adapter) };
      place.made = made;
      made.done.catch(() => {
        if (place.made === made) place.made = null;
      });
    }
    await place.made.done;
    return place.adapter;
  }

  return {
    know(adapter) {
      places.set(adapter.model, { adapter, made: null });
    },
    async load(adapter) {
      const place: Place = { adapter, made: null };
      await readyAt(place);
      places.set(adapter.model, place);
    },
    async ready(model) {
      const place = places.get(model);
      if (place === undefined) {
        throw new ServingError('model_missing', `This agent does not hold the model ${model}.`);
      }
      return readyAt(place);
    },
    lose(model) {
      const place = places.get(model);
      if (place !== undefined) place.made = null;
    },
    forget(model) {
      places.delete(model);
    },
    find: (model) => places.get(model)?.adapter ?? null,
    get models() {
      return [...places.keys()];
    },
    modelsAt(paths) {
      return [...places].flatMap(([model, { adapter }]) =>
        paths.has(adapter.path) ? [model] : [],
      );
    },
  };
}

/** Changes when the file does; reading it all at every draft would cost a second for a big one. */
async function stampOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    return 'away';
  }
}
