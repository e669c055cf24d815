import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdapterForms } from '../adapter-forms';
import type { AdapterFile } from '../engine';
import { type Disk, planRoom } from './disk-room';
import type { OllamaHost } from './ollama-host';
import { isNotFound } from './ollama-host';
import { adaptersRefused, type OllamaMode, takesAdapters } from './ollama-version';
import { uploadBlob } from './upload-blob';

/** What the trainer writes into a merged file about the adapter within. */
const ADAPTER_KEY = 'emailai.adapter.sha256';

export interface OllamaModelMaker {
  /** Creates the base where this Ollama lacks it. */
  ensureBase(): Promise<void>;
  /** Creates or replaces the adapter's model, unless it is there already. Rejects with a ServingError. */
  make(adapter: AdapterFile): Promise<void>;
  /** How models are made; asks for the version where it is not settled. */
  mode(): Promise<Exclude<OllamaMode, 'auto'>>;
}

/** What a merged model takes besides Ollama: the trainer's Python, and room. */
export interface MergeParts {
  forms: AdapterForms;
  /** Where merged files are written until Ollama has taken them. */
  workDir: string;
  readHere: () => Promise<Disk>;
  /** Null where Ollama's own disk cannot be seen from here. */
  readTheirs: () => Promise<Disk | null>;
}

export interface ModelMakerOptions {
  host: OllamaHost;
  mode: OllamaMode;
  baseTag: string;
  ggufFile: string;
  ggufSha256: string;
  merge: MergeParts;
  /** Template and parameters every model of ours is created with. */
  modelfile: () => Promise<{ template: string; parameters: Record<string, unknown> }>;
  log: (sentence: string) => void;
}

export function createOllamaModelMaker(options: ModelMakerOptions): OllamaModelMaker {
  const { host, baseTag, merge, log } = options;
  let settled = options.mode === 'auto' ? null : options.mode;

  async function mode() {
    if (settled !== null) return settled;
    const { version } = await host.ask((client) => client.version());
    settled = takesAdapters(version) ? 'adapter' : 'merged';
    return settled;
  }

  async function isHeld({ model, sha256 }: AdapterFile): Promise<boolean> {
    const isMerged = (await mode()) === 'merged';
    try {
      const { modelfile, model_info } = await host.client().show({ model });
      const about = new Map(Object.entries(model_info));
      return isMerged
        ? about.get(ADAPTER_KEY) === sha256
        : new RegExp(`^ADAPTER .*sha256-${sha256}$`, 'm').test(modelfile);
    } catch (cause) {
      if (isNotFound(cause)) return false;
      throw host.error(cause);
    }
  }

  async function create(request: Record<string, unknown> & { model: string }): Promise<void> {
    // The client's types lack `files`; Ollama's API has it.
    await host.client().create({ ...request, ...(await options.modelfile()) });
  }

  async function ensureBase(): Promise<void> {
    const { models } = await host.ask((client) => client.list());
    if (models.some(({ name }) => name === baseTag)) return;
    try {
      const digest = await uploadBlob(host.url, options.ggufFile, options.ggufSha256);
      await create({ model: baseTag, files: { 'base.gguf': digest } });
    } catch (cause) {
      throw host.error(cause);
    }
  }

  async function makeWithAdapter({ model, path, sha256 }: AdapterFile): Promise<void> {
    const { version } = await host.ask((client) => client.version());
    if (!takesAdapters(version)) throw adaptersRefused(version);
    await ensureBase();
    const digest = await uploadBlob(host.url, path, sha256);
    try {
      await create({ model, from: baseTag, adapters: { 'adapter.gguf': digest } });
    } catch (cause) {
      if (/no longer supported/.test(String(cause))) throw adaptersRefused(version);
      throw cause;
    }
  }

  async function makeMerged({ model, path, sha256 }: AdapterFile): Promise<void> {
    await mkdir(merge.workDir, { recursive: true });
    const bytes = await merge.forms.mergedBytes(path);
    const [here, theirs] = await Promise.all([merge.readHere(), merge.readTheirs()]);
    log(planRoom({ model, bytes, here, theirs }));
    const file = join(merge.workDir, `${sha256}.merged.gguf`);
    try {
      const merged = await merge.forms.merge(path, file);
      const digest = await uploadBlob(host.url, file, merged.sha256);
      await create({ model, files: { 'model.gguf': digest } });
    } finally {
      await rm(file, { force: true });
    }
  }

  return {
    mode,
    ensureBase,
    async make(adapter) {
      if (await isHeld(adapter)) return;
      try {
        if ((await mode()) === 'merged') return await makeMerged(adapter);
        return await makeWithAdapter(adapter);
      } catch (cause) {
        const error = host.error(cause);
        if (error.code !== 'unsupported' || options.mode !== 'auto') throw error;
        // A build that does not know its own number has said no.
        log(`${error.message.split(':')[0]}: models are merged into the base from here on.`);
        settled = 'merged';
        await makeMerged(adapter).catch((other: unknown) => {
          throw host.error(other);
        });
      }
    },
  };
}
