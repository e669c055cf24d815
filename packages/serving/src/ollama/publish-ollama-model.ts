import type { OllamaHost } from './ollama-host';

const TAG = /^(?<name>[^:]+):v(?<version>\d+)$/;

/**
 * Copies `model`, a version's tag, to the plain name. The version before it stays for a roll-back; older ones are
 * deleted, for each may be a whole base: the agent keeps their adapters and makes them again when they are asked for.
 */
export async function publishOllamaModel(
  host: OllamaHost,
  model: string,
  log: (sentence: string) => void,
): Promise<void> {
  const { name, version } = partsOf(model) ?? { name: model, version: 0 };
  await host.ask((client) => client.copy({ source: model, destination: `${name}:latest` }));
  const { models } = await host.ask((client) => client.list());
  const older = models
    .map((held) => partsOf(held.name))
    .filter((tag) => tag !== null && tag.name === name && tag.version < version)
    .map((tag) => tag?.version ?? 0)
    .sort((a, b) => b - a);
  for (const old of older.slice(1)) {
    const tag = `${name}:v${old}`;
    await host.ask((client) => client.delete({ model: tag }));
    log(`Deleted ${tag} from Ollama: its adapter is kept here.`);
  }
}

/** Deletes `model`, and the plain name where it means the same. */
export async function deleteOllamaModel(host: OllamaHost, model: string): Promise<void> {
  const { models } = await host.ask((client) => client.list());
  const held = models.find(({ name }) => name === model);
  if (held === undefined) return;
  const plain = `${partsOf(model)?.name ?? model}:latest`;
  const published = models.find(({ name }) => name === plain);
  const tags = published?.digest === held.digest ? [model, plain] : [model];
  for (const tag of tags) await host.ask((client) => client.delete({ model: tag }));
}

function partsOf(tag: string): { name: string; version: number } | null {
  const { name, version } = TAG.exec(tag)?.groups ?? {};
  return name === undefined ? null : { name, version: Number(version) };
}
