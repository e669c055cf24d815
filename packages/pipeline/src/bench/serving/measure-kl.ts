import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createEmbeddedEngine } from '@emailai/serving/embedded/create-embedded-engine';
import { createOllamaEngine } from '@emailai/serving/ollama/create-ollama-engine';
import { readDisk } from '@emailai/serving/ollama/disk-room';
import { createAdapterForms } from '../../trainer/adapter-forms';
import { divergeTop, divergeWhole } from './measure-fidelity';
import { makeRandomBase, type RandomBaseType, readReference } from './random-base';

const MODEL = 'emailai-userfidelity:v1';

/**
 * Mean KL(PyTorch ‖ served) by architecture and engine, with an adapter; an Ollama (null where there is none) in both
 * modes, by its twenty likeliest tokens and the rest.
 */
export async function measureKl(input: {
  type: RandomBaseType;
  ollamaUrl: string | null;
  scratch: string;
  python: string;
}): Promise<Record<string, number>> {
  const { type, ollamaUrl, scratch, python } = input;
  const base = await makeRandomBase(scratch, type);
  const reference = await readReference(base, true);
  const shared = {
    ggufFile: base.ggufFile,
    contextTokens: base.contextTokens,
    threads: 1,
    environment: process.env,
    log: () => undefined,
  };
  const embedded = createEmbeddedEngine(shared);
  try {
    await embedded.loadAdapter({ model: MODEL, ...base.adapter });
    const whole = await divergeWhole(embedded, MODEL, base, reference);
    const kl = { [`${type}/embedded`]: whole.mean };
    for (const mode of ollamaUrl === null ? [] : (['adapter', 'merged'] as const)) {
      const url = ollamaUrl ?? '';
      const workDir = join(scratch, 'merged');
      await mkdir(workDir, { recursive: true });
      const forms = createAdapterForms({
        base,
        weights: 'same',
        python,
        environment: process.env,
      });
      const served = createOllamaEngine({
        ...shared,
        baseUrl: url,
        ggufSha256: base.ggufSha256,
        mode,
        merge: { forms, workDir, readHere: () => readDisk(workDir), readTheirs: async () => null },
      });
      try {
        const model = `emailai-user${type}${mode}:v1`;
        await served.loadAdapter({ model, ...base.adapter });
        const { mean } = await divergeTop({ url, model }, embedded, base, reference);
        kl[`${type}/ollama-${mode}`] = mean;
      } finally {
        await served.close();
      }
    }
    return kl;
  } finally {
    await embedded.close();
  }
}
