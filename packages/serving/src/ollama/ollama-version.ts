import { ServingError } from '../serving-error';

/**
 * How an Ollama gets somebody's model. `adapter`: the adapter beside the base, megabytes each. `merged`: the base with
 * the adapter added into its weights, a whole base each. `auto`: adapters where this Ollama takes them.
 */
export type OllamaMode = 'adapter' | 'merged' | 'auto';

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
    `Ollama ${version} takes no LoRA adapters: from ${NO_ADAPTERS_FROM.join('.')} on they are merged into the base. Set AGENT_OLLAMA_MODE to merged or auto, or use the embedded engine.`,
  );
}
