import { datasetManifestSchema } from '@emailai/contracts/dataset';
import { evaluationSchema } from '@emailai/contracts/evaluation';
import { modelTagOf } from '@emailai/contracts/ids';
import type { ServiceContext } from '../context';
import type { ModelView } from './model-view';

type ModelRow = NonNullable<
  Awaited<ReturnType<ServiceContext['db']['prisma']['modelVersion']['findFirst']>>
>;

/** A version as its writer sees it. */
export function viewModel(ctx: ServiceContext, row: ModelRow): ModelView {
  const manifest = datasetManifestSchema.safeParse(row.manifest);
  return {
    id: row.id,
    emailAccountId: row.emailAccountId,
    jobId: row.jobId,
    version: row.version,
    modelName: row.modelName,
    baseName: row.baseName,
    engine: row.engine,
    verdict: row.verdict,
    active: row.active,
    ready: ctx.draftRelay.holds(modelTagOf(row.modelName, row.version)),
    evaluation: evaluationSchema.parse(row.evaluation),
    trainRows: manifest.success ? manifest.data.train.rows : null,
    createdAt: row.createdAt.toISOString(),
  };
}
