import { ownMailbox } from '../account/own-mailbox';
import type { VerbArgs } from '../context';
import type { ModelView } from './model-view';
import { viewModels } from './view-models';

/** Every version of a mailbox's model, newest first. */
export async function listModelVersions({
  ctx,
  input,
}: VerbArgs<{ userId: string; emailAccountId: string }>): Promise<ModelView[]> {
  await ownMailbox({ ctx, input });
  const rows = await ctx.db.prisma.modelVersion.findMany({
    where: { emailAccountId: input.emailAccountId },
    orderBy: { version: 'desc' },
  });
  return viewModels(ctx, rows);
}
