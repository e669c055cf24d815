import { describe, expect, it } from 'vitest';
import { useTemporaryHome } from '../../testing/temporary-home';
import { admitRequest, isOwnOrigin } from './admit-request';
import { openDoorTokens } from './door-tokens';

const home = useTemporaryHome();
const ANNA = { kind: 'writer', modelName: 'emailai-useranna000001' } as const;

async function admit(url: string, headers: Record<string, string> = {}) {
  const tokens = await openDoorTokens(home.path);
  const token = tokens.tokenFor(ANNA);
  return admitRequest(
    {
      method: 'GET',
      url: url.replace('TOKEN', token),
      headers: {
        host: '127.0.0.1:11500',
        ...headers,
        ...(headers.authorization === undefined
          ? {}
          : { authorization: headers.authorization.replace('TOKEN', token) }),
      },
    },
    tokens,
  );
}

describe('who may ask', () => {
  it.each([
    ['/t/TOKEN/api/tags', {}, '/api/tags'],
    ['/t/TOKEN', {}, '/'],
    ['/t/TOKEN/', {}, '/'],
    ['/t/TOKEN/api/api/chat', {}, '/api/chat'],
    ['/t/TOKEN/api/v1/models', {}, '/v1/models'],
    ['/api/api/tags?x=1', { authorization: 'Bearer TOKEN' }, '/api/tags'],
    ['/v1/models', { authorization: 'bearer TOKEN', host: 'localhost:11500' }, '/v1/models'],
    ['/api/tags', { authorization: 'Bearer TOKEN', host: '[::1]:11500' }, '/api/tags'],
    ['/api/tags', { authorization: 'Bearer TOKEN', origin: 'http://localhost:8080' }, '/api/tags'],
  ])('%s %j asks for %s', async (url, headers, path) => {
    expect(await admit(url, headers)).toEqual({ caller: ANNA, method: 'GET', path });
  });

  it.each([
    ['no token', '/api/tags', {}, 401],
    ['a token that was never given', '/t/anna000001.AAAA/api/tags', {}, 401],
    ['somebody else’s signature', '/api/tags', { authorization: 'Bearer boris00001.TOKEN' }, 401],
    ['a name that points here from outside', '/t/TOKEN/', { host: 'evil.example:11500' }, 403],
    ['a name that only begins well', '/t/TOKEN/', { host: '127.0.0.1.evil.example' }, 403],
    ['a page of another site', '/t/TOKEN/', { origin: 'https://evil.example' }, 403],
    ['a page without an address', '/t/TOKEN/', { origin: 'null' }, 403],
  ])('refuses %s', async (_what, url, headers, status) => {
    await expect(admit(url, headers)).rejects.toMatchObject({ status });
  });

  it('knows its own pages', () => {
    expect(isOwnOrigin('http://127.0.0.1:3000')).toBe(true);
    expect(isOwnOrigin('http://localhost.evil.example')).toBe(false);
    expect(isOwnOrigin('file://localhost')).toBe(false);
  });
});

describe('tokens', () => {
  it('stay the same over a restart and differ between machines', async () => {
    const token = (await openDoorTokens(home.path)).tokenFor(ANNA);
    const again = await openDoorTokens(home.path);
    expect(again.tokenFor(ANNA)).toBe(token);
    expect(again.callerOf(token)).toEqual(ANNA);
    const operator = again.tokenFor({ kind: 'operator' });
    expect(again.callerOf(operator)).toEqual({ kind: 'operator' });
    expect(again.callerOf(token.replace('anna', 'emma'))).toBeNull();
    expect(again.callerOf('')).toBeNull();
  });
});
