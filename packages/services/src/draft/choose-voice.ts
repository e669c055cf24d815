import type { DraftVoice } from '@emailai/contracts/draft';
import { modelTagOf } from '@emailai/contracts/ids';
import type { ServiceContext } from '../context';

export interface ChosenVoice {
  voice: DraftVoice;
  /** What the agent is asked for; `null` is the base. */
  modelName: string | null;
  version: number | null;
  /** The file that the version is. */
  adapterSha256: string | null;
  /** Who must write it; `null` leaves the choice to the relay. */
  agentId: string | null;
  /** Says whose words these are, and why when they are not the ones asked for. */
  label: string;
}

const BASE: Omit<ChosenVoice, 'label'> = {
  voice: 'base',
  modelName: null,
  version: null,
  adapterSha256: null,
  agentId: null,
};

/** The voice asked for, or the base and the reason: a draft never changes its writer silently. */
export async function chooseVoice(
  ctx: ServiceContext,
  emailAccountId: string,
  asked: DraftVoice,
): Promise<ChosenVoice> {
  if (asked === 'base') return { ...BASE, label: 'Written by the base' };
  const { modelVersion } = ctx.db.prisma;
  const active = await modelVersion.findFirst({ where: { emailAccountId, active: true } });
  if (!active) {
    const refused = await modelVersion.count({ where: { emailAccountId } });
    const why = refused > 0 ? 'no personal model is in use' : 'no personal model yet';
    return { ...BASE, label: `Written by the base: ${why}` };
  }
  const { version, adapterSha256 } = active;
  const modelName = modelTagOf(active.modelName, version);
  if (!(await ctx.draftRelay.holds(modelName))) {
    return {
      ...BASE,
      label: `Written by the base: no agent that is online holds your model, version ${version}`,
    };
  }
  // Another agent may list the same version from a job that was taken from it or not accepted: an adapter that
  // nobody judged. Only where its maker is gone (a new token on the same machine) the list has to do.
  const { agentId: maker } = active;
  const isMakerThere = maker !== null && (await ctx.draftRelay.holds(modelName, maker));
  return {
    voice: 'tuned',
    modelName,
    version,
    adapterSha256,
    agentId: isMakerThere ? maker : null,
    label: `Written by your model, version ${version}`,
  };
}
