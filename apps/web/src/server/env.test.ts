import { describe, expect, it } from 'vitest';
import { readWebEnv } from './env';

const read = (variables: Record<string, string>) =>
  readWebEnv({ NODE_ENV: 'test', ...variables }).operations;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const URL_SET = { FINE_TUNING_WEBHOOK_URL: 'https://hooks.example/x' };

describe('the environment of the web server', () => {
  it('sends and takes nothing unless told to', () => {
    const off = { internalKeys: [], webhook: null, metricsToken: null, retention: {} };
    expect(read({})).toEqual(off);
    expect(read({ INTERNAL_API_KEY: '', FINE_TUNING_WEBHOOK_URL: '' })).toEqual(off);
  });

  it('takes two keys and two secrets while one is being changed', () => {
    expect(
      read({
        ...URL_SET,
        INTERNAL_API_KEY: 'a-key-of-some-length, another-key-of-some',
        FINE_TUNING_WEBHOOK_SECRET: `${SECRET},${SECRET}`,
        METRICS_TOKEN: 'a-token-of-some-length',
        EMAILAI_KEEP_EVENTS_DAYS: '30',
      }),
    ).toEqual({
      internalKeys: ['a-key-of-some-length', 'another-key-of-some'],
      webhook: {
        url: new URL(URL_SET.FINE_TUNING_WEBHOOK_URL),
        secrets: [SECRET, SECRET],
        allowPrivate: false,
      },
      metricsToken: 'a-token-of-some-length',
      retention: { jobEventsMs: 30 * 24 * 3_600_000 },
    });
  });

  it.each([
    [{ INTERNAL_API_KEY: 'short' }, 'INTERNAL_API_KEY'],
    [{ INTERNAL_API_KEY: 'a-key-of-some-length,short' }, 'INTERNAL_API_KEY'],
    [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN'],
    [{ EMAILAI_KEEP_EVENTS_DAYS: '1' }, 'EMAILAI_KEEP_EVENTS_DAYS'],
    [{ EMAILAI_KEEP_EVENTS_DAYS: 'all' }, 'EMAILAI_KEEP_EVENTS_DAYS'],
    [{ FINE_TUNING_WEBHOOK_URL: 'ftp://hooks.example' }, 'FINE_TUNING_WEBHOOK_URL'],
    [{ FINE_TUNING_WEBHOOK_URL: 'http://hooks.example' }, 'must be https'],
    [{ FINE_TUNING_WEBHOOK_URL: 'https://me:pass@hooks.example' }, 'no user name or password'],
    [{ ...URL_SET, FINE_TUNING_WEBHOOK_SECRET: 'not-one' }, 'FINE_TUNING_WEBHOOK_SECRET'],
    [{ ...URL_SET, FINE_TUNING_WEBHOOK_SECRET: 'whsec_c2hvcnQ=' }, '24 to 64 random bytes'],
    [{ ...URL_SET, FINE_TUNING_WEBHOOK_ALLOW_PRIVATE: 'yes' }, 'FINE_TUNING_WEBHOOK_ALLOW_PRIVATE'],
  ])('refuses %o and names it', (variables, words) => {
    expect(() => read(variables)).toThrow(words);
  });

  it('lets plain http pass where private networks may be reached', () => {
    const variables = { FINE_TUNING_WEBHOOK_ALLOW_PRIVATE: '1' };
    expect(
      read({ ...variables, FINE_TUNING_WEBHOOK_URL: 'http://10.0.0.7/hooks' }).webhook,
    ).toMatchObject({ allowPrivate: true });
  });
});
