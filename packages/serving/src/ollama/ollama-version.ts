import { ServingError } from '../serving-error';

/** From here on `/api/create` takes no LoRA adapter any more. */
const NO_ADAPTERS_FROM = [0, 34, 1] as const;

/**
 * Whether an Ollama of this version takes adapters. A build of its own reports 0.0.0 whatever it is: then the
 * answer of `/api/create` decides.
 */
export function takesAdapters(version: string): boolean {
  const parts = version.split(/[.+-]/).slice(0, 3).map(Number);
  for (const [at, limit] of NO_ADAPTERS_FROM.entries()) {
    const part = parts[at] ?? 0;
    if (Number.isNaN(part) || part < limit) return true;
    if (part > limit) return false;
  }
  return false;
}

export function adaptersRefused(version: string): ServingError {
  return new ServingError(
    'unsupported',
    `Ollama ${version} takes no LoRA adapters: from ${NO_ADAPTERS_FROM.join('.')} on they must be merged into the base, which is not offered yet. Use the embedded engine, or an older Ollama.`,
  );
}
