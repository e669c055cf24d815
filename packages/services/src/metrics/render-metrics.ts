import { readPlaneFigures } from '@emailai/db/metrics/read-plane-figures';
import type { VerbArgs } from '../context';

/** All metrics in the Prometheus text format. What the database says is left out where it does not answer. */
export async function renderMetrics({ ctx }: VerbArgs<Record<string, never>>): Promise<string> {
  const figures = await readPlaneFigures(ctx.db, ctx.intervals).catch((error: unknown) => {
    ctx.log({ level: 'warn', event: 'metrics_without_database', error });
    return null;
  });
  return ctx.metrics.render(figures);
}
