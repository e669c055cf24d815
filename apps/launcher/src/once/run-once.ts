import { randomUUID } from 'node:crypto';
import { datasetManifestSchema } from '@emailai/contracts/dataset';
import { type Evaluation, evaluationSchema } from '@emailai/contracts/evaluation';
import { MODEL_NAME_PREFIX, modelTagOf } from '@emailai/contracts/ids';
import type { PersonaId } from '@emailai/contracts/personas';
import type { ServiceContext } from '@emailai/services/context';
import { startFineTune } from '@emailai/services/fine-tune/start-fine-tune';
import { type FollowedJob, followToEnd } from './follow-to-end';
import { readHeldOutMails } from './held-out-mails';
import { buildReport, type OnceFindings, type OnceReport } from './once-report';
import { type DraftedMail, writeDrafts } from './write-drafts';

/** Held-out mails that are answered for the report. */
const DRAFTED_MAILS = 20;

export interface OnceInput {
  ctx: ServiceContext;
  writer: { userId: string; emailAccountId: string; personaId: PersonaId | null };
  /** Milliseconds spent before this: by the bootstrap and by starting everything. */
  setupMs: number;
  say: (sentence: string) => void;
  signal: AbortSignal;
}

/** Trains one writer's model and has it answer held-out mail: the whole road, without a browser. */
export async function runOnce(input: OnceInput): Promise<OnceReport> {
  const { ctx, writer, say, signal } = input;
  const startedMs = Date.now();
  const { userId, emailAccountId } = writer;
  const { job } = await startFineTune({
    ctx,
    input: { userId, emailAccountId, idempotencyKey: randomUUID() },
  });
  const followed = await followToEnd(ctx, { userId, jobId: job.id, say, signal });
  const model = await readModel(ctx, job.id);
  const problems = [...followed.log.problems];
  if (followed.last.payload.type === 'failed') problems.push(followed.last.payload.error.message);

  let drafted: DraftedMail[] = [];
  if (model !== null) {
    say('Answering held-out mail with the base and with the new model');
    try {
      drafted = await draftHeldOut(input, model);
    } catch (error) {
      signal.throwIfAborted();
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  const found: OnceFindings = {
    seconds: secondsOf(followed, input.setupMs, startedMs),
    statuses: followed.log.statuses,
    problems,
    heldOut: model?.heldOut ?? null,
    personaId: writer.personaId,
    control: model?.control ?? null,
    model: model?.tag ?? null,
    engine: model?.engine ?? null,
    drafted,
    droppedByReason: writer.personaId === null ? (model?.droppedByReason ?? {}) : null,
  };
  return buildReport(found);
}

interface TrainedModel {
  tag: string;
  engine: string;
  heldOut: { pairs: number; base: number; tuned: number };
  heldOutIds: string[];
  droppedByReason: Record<string, number>;
  control: { adapterOf: string; heldOut: number } | null;
  controlTag: string | null;
}

async function readModel(ctx: ServiceContext, jobId: string): Promise<TrainedModel | null> {
  const row = await ctx.db.prisma.modelVersion.findUnique({ where: { jobId } });
  if (row === null) return null;
  const { heldOut, control } = evaluationSchema.parse(row.evaluation);
  const { heldOutIds, droppedByReason } = datasetManifestSchema.parse(row.manifest);
  const other = control === null ? null : await findControl(ctx, control);
  return {
    tag: modelTagOf(row.modelName, row.version),
    engine: row.engine,
    heldOut: { pairs: heldOut.pairs, base: round(heldOut.base), tuned: round(heldOut.tuned) },
    heldOutIds,
    droppedByReason,
    control:
      control === null || other === null
        ? null
        : { adapterOf: other.adapterOf, heldOut: round(control.nats) },
    controlTag: other?.tag ?? null,
  };
}

/** Whose model served as control. Its name may carry the version (`…:v3`); else the newest is meant. */
async function findControl(
  ctx: ServiceContext,
  control: NonNullable<Evaluation['control']>,
): Promise<{ adapterOf: string; tag: string } | null> {
  const [name = '', version] = control.modelName.split(':v');
  const emailAccountId = name.slice(MODEL_NAME_PREFIX.length);
  const row = await ctx.db.prisma.modelVersion.findFirst({
    where: { emailAccountId, ...(version === undefined ? {} : { version: Number(version) }) },
    orderBy: { version: 'desc' },
    include: { emailAccount: true },
  });
  if (row === null) return null;
  return { adapterOf: row.emailAccount.ownName, tag: modelTagOf(row.modelName, row.version) };
}

async function draftHeldOut(input: OnceInput, model: TrainedModel): Promise<DraftedMail[]> {
  const { ctx, writer, say, signal } = input;
  const mails = await readHeldOutMails(ctx, {
    emailAccountId: writer.emailAccountId,
    heldOutIds: model.heldOutIds,
    limit: DRAFTED_MAILS,
  });
  return writeDrafts(ctx, {
    userId: writer.userId,
    mails,
    tunedTag: model.tag,
    controlTag: model.controlTag,
    say,
    signal,
  });
}

function secondsOf(
  { log }: FollowedJob,
  setupMs: number,
  startedMs: number,
): OnceReport['seconds'] {
  const between = (from: number | null, to: number | null) =>
    from === null || to === null ? 0 : Math.max(0, to - from);
  const training = log.enteredMs('TRAINING');
  const deploying = log.enteredMs('DEPLOYING');
  return {
    setup: seconds(setupMs),
    train: seconds(between(training, deploying)),
    deploy: seconds(between(deploying, log.enteredMs('COMPLETED'))),
    total: seconds(setupMs + (Date.now() - startedMs)),
  };
}

const seconds = (ms: number) => Math.round(ms / 100) / 10;
const round = (nats: number) => Math.round(nats * 10_000) / 10_000;
