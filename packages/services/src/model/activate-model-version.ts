import { ServiceError } from '@emailai/contracts/errors';
import { activateVersion } from '@emailai/db/model/activate-version';
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
  const { id: emailAccountId } = await ownMailbox({ ctx, input });
  const { version } = input;
  if (!(await activateVersion(ctx.db, { emailAccountId, version }))) {
    throw new ServiceError('no_model', `There is no version ${version} of this model.`, {
      nextStep: 'Choose one of the versions in the list.',
    });
  }
  return listModelVersions({ ctx, input });
}
