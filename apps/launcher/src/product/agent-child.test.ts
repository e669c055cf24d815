import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAgentChild } from './agent-child';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'agent-child-'));
  await writeFile(join(home, 'token'), 'fta_agent000000000000001_secret', { mode: 0o600 });
});
afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

function start(over: { base: string; tokenFile?: string }) {
  const said: string[] = [];
  const agent = startAgentChild({
    serverUrl: 'http://127.0.0.1:1',
    tokenFile: join(home, 'token'),
    home: join(home, 'agent'),
    python: 'python-that-is-not-there',
    cacheDir: join(home, 'cache'),
    engine: null,
    log: (sentence) => said.push(sentence),
    ...over,
  });
  return { agent, said };
}

describe('the agent as a child of the launcher', () => {
  it('is not started again for settings that no restart mends', async () => {
    const { agent, said } = start({ base: 'no-such-base' });
    await expect(agent.hopeless).rejects.toThrow('There is no base model at "no-such-base".');
    expect(said.at(-1)).toBe('It is not started again.');
    await agent.stop();
  });

  it('says in words that Python is missing', async () => {
    const { agent } = start({ base: 'tiny' });
    await expect(agent.hopeless).rejects.toThrow('python-that-is-not-there');
    await agent.stop();
  });

  it('ends when told to, also while it starts', async () => {
    const { agent } = start({ base: 'tiny' });
    expect(agent.pid()).not.toBeNull();
    await agent.stop();
    expect(agent.pid()).toBeNull();
  });
});
