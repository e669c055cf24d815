import { describe, expect, it } from 'vitest';
import { readLauncherEnv, unusedVariables } from './launcher-env';
import { placesOf } from './product/places';

describe('the environment of the launcher', () => {
  it('takes an empty variable for one that is not set', () => {
    const env = readLauncherEnv({ NODE_ENV: 'test', DATABASE_URL: '', EMAILAI_SETUP_MS: '1500' });
    expect(env.DATABASE_URL).toBeUndefined();
    expect(env.EMAILAI_SETUP_MS).toBe(1_500);
  });

  it('names the variable that cannot be used', () => {
    expect(() => readLauncherEnv({ NODE_ENV: 'test', EMAILAI_SETUP_MS: 'soon' })).toThrow(
      'EMAILAI_SETUP_MS',
    );
  });

  it('tells which variables are set and do nothing', () => {
    expect(
      unusedVariables({ NODE_ENV: 'test', VASTAI_API_KEY: 'k', INTERNAL_API_KEY: 'used' }),
    ).toEqual([
      'VASTAI_API_KEY is set but not used: renting a GPU is not part of this version yet.',
    ]);
  });

  it('keeps the demo and the product apart in all they write', () => {
    const env = readLauncherEnv({ NODE_ENV: 'test', EMAILAI_STATE: '/s', EMAILAI_PG_HOME: '/p' });
    const demo = Object.values(placesOf(env, 'demo'));
    const start = Object.values(placesOf(env, 'start'));
    expect(demo.filter((path) => start.includes(path))).toEqual([]);
    expect(placesOf(env, 'dev')).toEqual(placesOf(env, 'demo'));
  });
});
