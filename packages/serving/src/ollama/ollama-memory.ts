import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineMemory } from '../engine';
import { ServingError } from '../serving-error';
import type { OllamaHost } from './ollama-host';

const LOOK_AGAIN_MS = 100;
/** A draft under way is finished first. */
const FREE_WITHIN_MS = 60_000;

/** What of an Ollama is ours: others may use it as well. */
interface Ours {
  baseTag: string;
  models: readonly string[];
}

export async function readOllamaMemory(host: OllamaHost, ours: Ours): Promise<EngineMemory> {
  const loaded = await loadedModels(host, ours);
  return {
    warm: loaded.map(({ name }) => (name === ours.baseTag ? null : name)),
    residentBytes: sumOf(loaded.map(({ size, size_vram }) => size - size_vram)),
    gpuBytes: sumOf(loaded.map(({ size_vram }) => size_vram)),
  };
}

/** Asks Ollama to put our models away and believes it when its own list no longer shows them. */
export async function freeOllamaMemory(host: OllamaHost, ours: Ours): Promise<void> {
  const deadlineMs = Date.now() + FREE_WITHIN_MS;
  for (;;) {
    const loaded = await loadedModels(host, ours);
    if (loaded.length === 0) return;
    if (Date.now() > deadlineMs) {
      throw new ServingError(
        'failed',
        `Ollama still holds ${loaded.map(({ name }) => name).join(', ')} after ${FREE_WITHIN_MS / 1_000} s.`,
      );
    }
    for (const { name } of loaded) {
      await host.ask((client) => client.generate({ model: name, prompt: '', keep_alive: 0 }));
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

async function loadedModels(host: OllamaHost, { baseTag, models }: Ours) {
  const { models: loaded } = await host.ask((client) => client.ps());
  return loaded.filter(({ name }) => name === baseTag || models.includes(name));
}

const sumOf = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0);
