import { datasetManifestSchema } from '@emailai/contracts/dataset';
import { evaluationSchema } from '@emailai/contracts/evaluation';
import { modelTagOf } from '@emailai/contracts/ids';
import type { ServiceContext } from '../context';
import type { ModelView } from './model-view';

type ModelRow = NonNullable<
  Awaited<ReturnType<ServiceContext['db']['prisma']['modelVersion']['findFirst']>>
>;

/** Versions as their writer sees them. */
export async function viewModels(
  ctx: ServiceContext,
  rows: readonly ModelRow[],
): Promise<ModelView[]> {
  const tagOf = (row: ModelRow) => modelTagOf(row.modelName, row.version);
  const held = await ctx.draftRelay.held(rows.map(tagOf));
  return rows.map((row) => {
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
      ready: held.has(tagOf(row)),
      evaluation: evaluationSchema.parse(row.evaluation),
      trainRows: manifest.success ? manifest.data.train.rows : null,
      createdAt: row.createdAt.toISOString(),
    };
  });
}
