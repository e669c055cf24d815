import { plainNameOf, versionsToDrop } from '../version-tags';
import type { OllamaHost } from './ollama-host';

/**
 * Copies `model`, a version's tag, to the plain name. The version before it stays for a roll-back; older ones are
 * deleted, for each may be a whole base: the agent keeps their adapters and makes them again when they are asked for.
 */
export async function publishOllamaModel(
  host: OllamaHost,
  model: string,
  log: (sentence: string) => void,
): Promise<void> {
  const destination = `${plainNameOf(model)}:latest`;
  await host.ask((client) => client.copy({ source: model, destination }));
  const { models } = await host.ask((client) => client.list());
  const held = models.map(({ name }) => name);
  for (const tag of versionsToDrop(held, model)) {
    await host.ask((client) => client.delete({ model: tag }));
    log(`Deleted ${tag} from Ollama: its adapter is kept here.`);
  }
}

/** Deletes `model`, and the plain name where it means the same. */
export async function deleteOllamaModel(host: OllamaHost, model: string): Promise<void> {
  const { models } = await host.ask((client) => client.list());
  const held = models.find(({ name }) => name === model);
  if (held === undefined) return;
  const plain = `${plainNameOf(model)}:latest`;
  const published = models.find(({ name }) => name === plain);
  const tags = published?.digest === held.digest ? [model, plain] : [model];
  for (const tag of tags) await host.ask((client) => client.delete({ model: tag }));
}
