import type { AdapterForms } from '../adapter-forms';
import { runTestPython } from './test-base';

/** The trainer's own programs, run plainly. */
export function testAdapterForms(
  ggufFile: string,
  weights: 'same' | 'q8_0' = 'same',
): AdapterForms {
  const run = (module: string, adapterFile: string, args: string[]) => {
    const files = ['--base', ggufFile, '--adapter', adapterFile];
    return runTestPython(['-m', `emailai_trainer.${module}`, ...files, ...args]);
  };
  const merge = (adapterFile: string, args: string[]) =>
    run('merge_gguf', adapterFile, ['--weights', weights, ...args]);
  return {
    mergedBytes: async (file) => JSON.parse(await merge(file, ['--plan'])).bytes,
    merge: async (file, out) => JSON.parse(await merge(file, ['--out', out])),
    async writePeft(file, outDir) {
      await run('peft_from_gguf', file, ['--out', outDir]);
    },
  };
}
