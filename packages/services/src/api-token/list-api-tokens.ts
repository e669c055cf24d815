import type { VerbArgs } from '../context';
import type { ApiTokenView } from './api-token-view';
import { viewApiToken } from './view-api-token';

/** The writer's tokens that work, newest first. */
export async function listApiTokens({
  ctx,
  input,
}: VerbArgs<{ userId: string }>): Promise<ApiTokenView[]> {
  const rows = await ctx.db.prisma.apiToken.findMany({
    where: { userId: input.userId, revokedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return rows.map(viewApiToken);
}
