import { describe, expect, it } from 'vitest';
import { chooseBase } from './choose-base';

describe('the choice of a base', () => {
  it('takes what is set, and marks the tiny one', async () => {
    const said: string[] = [];
    expect(await chooseBase('/models/llama', (text) => said.push(text))).toBe('/models/llama');
    expect(said).toEqual([]);
    expect(await chooseBase('tiny', (text) => said.push(text))).toBe('tiny');
    expect(said.join()).toContain('trying out only');
  });

  it('says how to set one where nobody can be asked, and starts without an agent', async () => {
    const said: string[] = [];
    expect(await chooseBase(null, (text) => said.push(text), { canAsk: false })).toBeNull();
    expect(said.join('\n')).toContain('AGENT_BASE=');
    expect(said.join('\n')).toContain('trial only');
  });
});
