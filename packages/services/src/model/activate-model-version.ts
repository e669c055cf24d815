import { ServiceError } from '@emailai/contracts/errors';
import { ownMailbox } from '../account/own-mailbox';
import type { VerbArgs } from '../context';
import { listModelVersions } from './list-model-versions';
import type { ModelView } from './model-view';

interface ActivateInput {
  userId: string;
  emailAccountId: string;
  /** `null` goes back to the base. */
  version: number | null;
}

/** Makes a mailbox draft with one of its versions from the next draft on: roll back, or forward again. */
export async function activateModelVersion({
  ctx,
  input,
}: VerbArgs<ActivateInput>): Promise<ModelView[]> {
  const { prisma } = ctx.db;
  const mailbox = await ownMailbox({ ctx, input });
  const chosen =
    input.version === null
      ? null
      : await prisma.modelVersion.findUnique({
          where: {
            emailAccountId_version: { emailAccountId: mailbox.id, version: input.version },
          },
        });
  if (input.version !== null && !chosen) {
    throw new ServiceError('no_model', `There is no version ${input.version} of this model.`, {
      nextStep: 'Choose one of the versions in the list.',
    });
  }
  const drafting = {
    aiProvider: chosen ? 'ollama' : null,
    aiModel: chosen ? chosen.modelName : null,
  };
  await prisma.$transaction([
    prisma.modelVersion.updateMany({
      where: { emailAccountId: mailbox.id, active: true },
      data: { active: false },
    }),
    prisma.modelVersion.updateMany({
      where: { id: { in: chosen ? [chosen.id] : [] } },
      data: { active: true },
    }),
    prisma.emailAccount.update({ where: { id: mailbox.id }, data: drafting }),
    prisma.user.updateMany({
      where: { id: { in: mailbox.isPrimary ? [mailbox.userId] : [] } },
      data: drafting,
    }),
  ]);
  return listModelVersions({ ctx, input });
}
