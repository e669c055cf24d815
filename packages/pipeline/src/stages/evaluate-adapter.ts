import { type DatasetRow, datasetRowSchema } from '@emailai/contracts/dataset';
import { type Evaluation, evaluationSchema, verdictOf } from '@emailai/contracts/evaluation';
import { MODEL_NAME_PREFIX } from '@emailai/contracts/ids';
import { userMessage } from '@emailai/contracts/prompt';
import type { TrainResult } from '@emailai/contracts/trainer-protocol';
import { readJsonl } from '../jsonl-file';
import type { Stage, StageContext } from '../stage';
import { throttle } from '../throttle';
import type { PreparedData } from './prepare-data';

/** Newest held-out pairs an adapter is judged by: more would cost time and not change the verdict. */
const MAX_PAIRS = 60;
const REPORT_EVERY_MS = 500;

/** The adapter as it is served, against the base and against another writer's model, on the writer's own replies. */
export const evaluateAdapter: Stage<{ data: PreparedData; trained: TrainResult }, Evaluation> = {
  number: 4,
  name: 'evaluate-adapter',
  resumes: false,
  holdsDevice: true,
  output: evaluationSchema,
  async run({ data, trained }, ctx) {
    const { job } = ctx.ports;
    const engine = scorerOf(ctx);
    const rows = (await readJsonl(data.heldOutFile, datasetRowSchema)).slice(0, MAX_PAIRS);
    const control = await pickControl(ctx);
    // Not the model's own name: drafts must not come from what has not been judged.
    const candidate = `candidate-${job.jobId}`;
    await engine.loadAdapter({
      model: candidate,
      path: trained.ggufFile,
      sha256: trained.ggufSha256,
    });
    try {
      const models = control === null ? [null, candidate] : [null, candidate, control];
      const { pairs, tokens, natsPerToken } = await scoreRows(rows, models, ctx);
      const [base = Number.NaN, tuned = Number.NaN, other = Number.NaN] = natsPerToken;
      return verdictOf(
        { pairs, tokens, base, tuned },
        control === null ? null : { modelName: control, nats: other },
      );
    } finally {
      await engine.unloadAdapter(candidate);
    }
  },
};

const scorerOf = ({ ports }: StageContext) => ports.scorer ?? ports.engine;

/** Another mailbox's model on this agent; the same one each time. */
async function pickControl(ctx: StageContext): Promise<string | null> {
  const others = (await scorerOf(ctx).list()).filter(
    (name) => name.startsWith(MODEL_NAME_PREFIX) && name.split(':')[0] !== ctx.ports.job.modelName,
  );
  return others.sort()[0] ?? null;
}

/** Mean nats a reply token of each model over all rows, every model on the same pairs. */
async function scoreRows(
  rows: readonly DatasetRow[],
  models: readonly (string | null)[],
  ctx: StageContext,
) {
  const { signal } = ctx;
  const scorer = scorerOf(ctx);
  const report = throttle(ctx.emit, REPORT_EVERY_MS);
  const nats = models.map(() => 0);
  let tokens = 0;
  for (const [at, row] of rows.entries()) {
    signal.throwIfAborted();
    const request = { userMessage: userMessage(row), reply: row.output, signal };
    const scores = await Promise.all(models.map((model) => scorer.score({ ...request, model })));
    for (const [number, score] of scores.entries()) nats[number] = (nats[number] ?? 0) + score.nats;
    tokens += scores[0]?.tokens ?? 0;
    const done = at + 1;
    report({ type: 'evaluating', done, total: rows.length }, done === rows.length);
  }
  return { pairs: rows.length, tokens, natsPerToken: nats.map((sum) => sum / tokens) };
}
