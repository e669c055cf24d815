import { eligibilityOf } from '@emailai/contracts/eligibility';
import { isOpen } from '@emailai/contracts/job/states';
import { ownMailbox } from '../account/own-mailbox';
import { countOnlineAgents } from '../agent/count-online-agents';
import { hasTrialBaseOnly } from '../agent/has-trial-base-only';
import type { VerbArgs } from '../context';
import { viewModels } from '../model/view-models';
import { explainWaiting } from './explain-waiting';
import type { FineTuneView } from './fine-tune-view';
import { viewJob } from './view-job';

/** Jobs shown: the open one and the newest ended ones. */
const MAX_JOBS = 30;

/** Everything Settings → AI model shows of one of the writer's mailboxes; `null` is the primary one. */
export async function readFineTune({
  ctx,
  input,
}: VerbArgs<{ userId: string; emailAccountId: string | null }>): Promise<FineTuneView> {
  const { prisma } = ctx.db;
  const mailbox = await ownMailbox({ ctx, input });
  const [jobs, active, agentsOnline, isTrialBase] = await Promise.all([
    prisma.fineTuningJob.findMany({
      where: { emailAccountId: mailbox.id },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: MAX_JOBS,
      include: { agent: true },
    }),
    prisma.modelVersion.findFirst({ where: { emailAccountId: mailbox.id, active: true } }),
    countOnlineAgents(ctx),
    hasTrialBaseOnly(ctx),
  ]);
  const open = jobs.find((job) => isOpen(job.status));
  return {
    mailbox: { id: mailbox.id, address: mailbox.address, ownName: mailbox.ownName },
    eligibility: eligibilityOf(mailbox.sentCount),
    open: open ? viewJob(ctx, open) : null,
    waiting: open?.status === 'PENDING' ? await explainWaiting(ctx, open, agentsOnline) : null,
    agentsOnline,
    isTrialBase,
    activeModel: active && ((await viewModels(ctx, [active]))[0] ?? null),
    history: jobs.filter((job) => !isOpen(job.status)).map((job) => viewJob(ctx, job)),
  };
}
