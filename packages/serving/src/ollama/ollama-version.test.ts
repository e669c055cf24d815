import { expect, it } from 'vitest';
import { takesAdapters } from './ollama-version';

it.each([
  ['0.0.0', true],
  ['0.24.0', true],
  ['0.34.0', true],
  ['0.34.0-rc1', true],
  ['0.34.1', false],
  ['0.35.0', false],
  ['1.0.0', false],
  ['unknown', true],
])('Ollama %s takes adapters: %s', (version, takes) => {
  expect(takesAdapters(version)).toBe(takes);
});
