import { randomBytes } from 'node:crypto';
import { ServiceError } from '@emailai/contracts/errors';
import { newId } from '@emailai/contracts/ids';
import { tokenHashOf } from '../agent/create-agent-token';
import type { VerbArgs } from '../context';
import type { ApiTokenView } from './api-token-view';
import { viewApiToken } from './view-api-token';

/** Tokens of one writer that work at a time: more than anybody can tell apart. */
export const MAX_TOKENS = 50;

/**
 * Makes a personal token, `eat_<id>_<secret>`, with which a script may do over HTTP what its writer may. The
 * secret has 256 random bits; the token is in this answer only.
 */
export async function createApiToken({
  ctx,
  input,
}: VerbArgs<{ userId: string; name: string }>): Promise<{
  apiToken: ApiTokenView;
  token: string;
}> {
  const { userId, name } = input;
  ctx.limits.take('createToken', userId);
  const { prisma } = ctx.db;
  const held = await prisma.apiToken.count({ where: { userId, revokedAt: null } });
  if (held >= MAX_TOKENS) {
    throw new ServiceError('forbidden', `You have ${held} tokens, and more cannot be made.`, {
      nextStep: 'Revoke one that is not used any more.',
    });
  }
  const id = newId();
  const token = `eat_${id}_${randomBytes(32).toString('base64url')}`;
  const row = await prisma.apiToken.create({
    data: { id, userId, name, tokenHash: tokenHashOf(token), createdAt: ctx.now() },
  });
  ctx.log({ level: 'info', event: 'api_token_created', userId, apiTokenId: id });
  return { apiToken: viewApiToken(row), token };
}
