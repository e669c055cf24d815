import type { AdapterForms } from '@emailai/serving/adapter-forms';
import { ServingError } from '@emailai/serving/serving-error';
import { z } from 'zod';
import type { Base } from '../base/base';
import { runPythonModule } from './run-python-module';

const plannedSchema = z.object({ bytes: z.number().int().positive() });
const mergedSchema = plannedSchema.extend({ sha256: z.string() });

/** `same` keeps the base's precision; `q8_0` takes half of f16 and rounds to eight bits. */
export type MergedWeights = 'same' | 'q8_0';

/** The forms the trainer's Python makes of adapters of `base`. Calls reject with a ServingError or `python_missing`. */
export function createAdapterForms(options: {
  base: Pick<Base, 'ggufFile'>;
  weights: MergedWeights;
  python: string;
  environment: NodeJS.ProcessEnv;
}): AdapterForms {
  const { base, weights, python, environment } = options;
  const run = (module: string, adapterFile: string, args: string[]) =>
    runPythonModule({
      python,
      environment,
      module,
      args: ['--base', base.ggufFile, '--adapter', adapterFile, ...args],
      onRefusal: refusalOf,
    });
  const merge = 'emailai_trainer.merge_gguf';
  return {
    async mergedBytes(adapterFile) {
      const said = await run(merge, adapterFile, ['--weights', weights, '--plan']);
      return plannedSchema.parse(JSON.parse(said)).bytes;
    },
    async merge(adapterFile, out) {
      const said = await run(merge, adapterFile, ['--weights', weights, '--out', out]);
      return mergedSchema.parse(JSON.parse(said));
    },
    async writePeft(adapterFile, outDir) {
      await run('emailai_trainer.peft_from_gguf', adapterFile, ['--out', outDir]);
    },
  };
}

function refusalOf(sentence: string): ServingError {
  const code = sentence.startsWith('The disk is full') ? 'disk_full' : 'adapter_refused';
  return new ServingError(code, sentence);
}
