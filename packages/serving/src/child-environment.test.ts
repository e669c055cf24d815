import { expect, it } from 'vitest';
import { childEnvironment } from './child-environment';

it('passes on where things are, and nothing that is a secret', () => {
  const parent = {
    PATH: '/bin',
    HOME: '/home/someone',
    AGENT_TOKEN: 'fta_a_b',
    DATABASE_URL: 'postgres://x',
    HF_TOKEN: 'hf_x',
    VASTAI_API_KEY: 'x',
  };
  expect(childEnvironment(parent, { HF_HUB_OFFLINE: '1' })).toEqual({
    PATH: '/bin',
    HOME: '/home/someone',
    HF_HUB_OFFLINE: '1',
  });
});
