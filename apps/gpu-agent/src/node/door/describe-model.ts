import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Base } from '@emailai/pipeline/base/base';
import { z } from 'zod';
import type { DoorModel } from './door-models';

const configSchema = z.object({
  model_type: z.string().default('unknown'),
  hidden_size: z.number().optional(),
});

/** A base's architecture, as its config.json names it. */
export async function readArchitecture(base: Base): Promise<z.infer<typeof configSchema>> {
  try {
    const text = await readFile(join(base.hfDir, 'config.json'), 'utf8');
    return configSchema.parse(JSON.parse(text));
  } catch {
    return configSchema.parse({});
  }
}

/** Ollama's `details`. */
export function detailsOf(model: DoorModel, base: Base, family: string) {
  return {
    parent_model: model.tag === null ? '' : base.name,
    format: 'gguf',
    family,
    families: [family],
    parameter_size: parameterSize(base.parameters),
    quantization_level: 'unknown',
  };
}

/** `2.8M`, `8.0B`, as Ollama writes it. */
function parameterSize(parameters: number): string {
  const [unit, letter] = parameters >= 1e9 ? ([1e9, 'B'] as const) : ([1e6, 'M'] as const);
  return `${(parameters / unit).toFixed(1)}${letter}`;
}
