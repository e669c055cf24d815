import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRateLimits } from '../rate-limits';
import { createWriter, openTestServices, type TestServices } from '../testing/open-test-services';
import { authenticateApiToken } from './authenticate-api-token';
import { createApiToken, MAX_TOKENS } from './create-api-token';
import { listApiTokens } from './list-api-tokens';
import { revokeApiToken } from './revoke-api-token';

let test: TestServices;
let now = new Date('2026-03-01T10:00:00.000Z');
beforeAll(async () => {
  test = await openTestServices();
  test.ctx.now = () => now;
  test.ctx.limits = createRateLimits(() => now);
});
afterAll(() => test.close());

const MINUTE_MS = 60_000;
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const create = (userId: string, name = 'script') =>
  createApiToken({ ctx: test.ctx, input: { userId, name } });
const list = (userId: string) => listApiTokens({ ctx: test.ctx, input: { userId } });
const authenticate = (token: string) => authenticateApiToken({ ctx: test.ctx, input: { token } });
const revoke = (userId: string, apiTokenId: string) =>
  revokeApiToken({ ctx: test.ctx, input: { userId, apiTokenId } });

it('hands out 256 bits once and keeps their hash only', async () => {
  const { userId } = await createWriter(test.ctx);
  const { apiToken, token } = await create(userId, 'nightly');
  const secret = token.split('_').slice(2).join('_');
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(apiToken).toEqual({
    id: token.split('_')[1],
    name: 'nightly',
    createdAt: now.toISOString(),
    lastUsedAt: null,
  });
  const rows = JSON.stringify(await test.ctx.db.prisma.apiToken.findMany());
  expect(rows).not.toContain(secret);
  expect(JSON.stringify(test.logged)).not.toContain(secret);
  expect(await authenticate(token)).toEqual({ userId });
});

it('tells when it was last used, to the minute, without a write for every use', async () => {
  const { userId } = await createWriter(test.ctx);
  const { token } = await create(userId);
  const usedAt = async () => (await list(userId))[0]?.lastUsedAt;
  await authenticate(token);
  const first = now.toISOString();
  expect(await usedAt()).toBe(first);
  pass(MINUTE_MS - 1);
  await authenticate(token);
  expect(await usedAt()).toBe(first);
  pass(2);
  await authenticate(token);
  expect(await usedAt()).toBe(now.toISOString());
});

it('does not know a token that was altered, is another kind of token, or names another row', async () => {
  const { userId } = await createWriter(test.ctx);
  const { token } = await create(userId);
  const other = (await create(userId)).token;
  const [, otherId] = other.split('_');
  const [prefix, , ...secret] = token.split('_');
  for (const wrong of [
    '',
    'eat_',
    `${token}x`,
    token.slice(0, -1),
    token.replace('eat_', 'fta_'),
    token.toUpperCase(),
    `${prefix}_${otherId}_${secret.join('_')}`,
    `${token}\n`,
    "eat_x' OR 1=1 --_aaaaaaaaaaaaaaaaaaaaaaaa",
  ]) {
    await expect(authenticate(wrong), wrong).rejects.toMatchObject({ code: 'unauthenticated' });
  }
});

it('does not know a revoked token from that moment on, and lists it no more', async () => {
  const { userId } = await createWriter(test.ctx);
  const { apiToken, token } = await create(userId);
  const { apiToken: kept } = await create(userId);
  await revoke(userId, apiToken.id);
  await expect(authenticate(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  expect((await list(userId)).map(({ id }) => id)).toEqual([kept.id]);
  await revoke(userId, apiToken.id);
});

it('is revoked by its own writer only', async () => {
  const [owner, other] = [await createWriter(test.ctx), await createWriter(test.ctx)];
  const { apiToken, token } = await create(owner.userId);
  await expect(revoke(other.userId, apiToken.id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await authenticate(token)).toEqual({ userId: owner.userId });
  expect(await list(other.userId)).toEqual([]);
});

it('brakes who makes many, and stops at a number nobody can tell apart', async () => {
  const { userId } = await createWriter(test.ctx);
  const makeTwenty = async () => {
    for (let made = 0; made < 20; made += 1) await create(userId);
  };
  await makeTwenty();
  await expect(create(userId)).rejects.toMatchObject({
    code: 'rate_limited',
    details: { retryAfterSeconds: 60 },
  });
  pass(MINUTE_MS);
  await makeTwenty();
  pass(MINUTE_MS);
  for (let made = 40; made < MAX_TOKENS; made += 1) await create(userId);
  await expect(create(userId)).rejects.toMatchObject({ code: 'forbidden' });
});
