import { expect, it } from 'vitest';
import { readAgentEnv } from './env';

it.each([
  [{}, null],
  [{ OLLAMA_BASE_URL: '' }, null],
  [{ OLLAMA_BASE_URL: 'http://box:11434' }, 'http://box:11434'],
  [{ OLLAMA_BASE_URL: 'http://box:11434', AGENT_ENGINE: 'embedded' }, null],
  [{ AGENT_ENGINE: 'ollama' }, 'http://127.0.0.1:11434'],
])('serves where %j says', (variables, ollamaUrl) => {
  expect(readAgentEnv({ NODE_ENV: 'test', ...variables }).ollamaUrl).toBe(ollamaUrl);
});

it('asks a vLLM where it usually is, when told to', () => {
  const read = (variables: object) => readAgentEnv({ NODE_ENV: 'test', ...variables });
  expect(read({ AGENT_ENGINE: 'vllm' })).toMatchObject({
    vllmUrl: 'http://127.0.0.1:8000',
    ollamaUrl: null,
  });
  expect(read({ VLLM_BASE_URL: 'http://box:8000' }).vllmUrl).toBeNull();
});

it.each([
  [{ AGENT_ENGINE: 'steam' }, 'AGENT_ENGINE must be embedded, ollama or vllm.'],
  [{ AGENT_OLLAMA_MODE: 'x' }, 'AGENT_OLLAMA_MODE must be auto, adapter or merged.'],
  [{ OLLAMA_BASE_URL: 'box:11434' }, 'OLLAMA_BASE_URL must be an http(s) address.'],
])('says what is wrong with %j', (variables, sentence) => {
  expect(() => readAgentEnv({ NODE_ENV: 'test', ...variables })).toThrow(sentence);
});
