import { ServiceError } from '@emailai/contracts/errors';
import type { VerbArgs } from '../context';

/** Takes one of the writer's tokens away: from the next request on it is not known. Asked again it is the same. */
export async function revokeApiToken({
  ctx,
  input,
}: VerbArgs<{ userId: string; apiTokenId: string }>): Promise<void> {
  const { prisma } = ctx.db;
  const where = { id: input.apiTokenId, userId: input.userId };
  const { count } = await prisma.apiToken.updateMany({
    where: { ...where, revokedAt: null },
    data: { revokedAt: ctx.now() },
  });
  if (count > 0) {
    ctx.log({ level: 'info', event: 'api_token_revoked', ...input });
    return;
  }
  if ((await prisma.apiToken.count({ where })) > 0) return;
  throw new ServiceError('not_found', 'There is no such token.', {
    nextStep: 'Open Settings → API tokens to see yours.',
  });
}
