import { datasetRowSchema } from '@emailai/contracts/dataset';
import { StageError } from '@emailai/contracts/errors';
import type { Evaluation } from '@emailai/contracts/evaluation';
import { userMessage } from '@emailai/contracts/prompt';
import type { TrainResult } from '@emailai/contracts/trainer-protocol';
import { z } from 'zod';
import { readJsonl } from '../jsonl-file';
import type { Stage } from '../stage';
import type { PreparedData } from './prepare-data';

/** Enough to see that the model writes, and little enough to cost nothing. */
const SMOKE_TOKENS = 48;

const deployedModelSchema = z.object({ tag: z.string(), smokeTokens: z.number().int().positive() });
export type DeployedModel = z.infer<typeof deployedModelSchema>;

interface DeployInput {
  data: PreparedData;
  trained: TrainResult;
  evaluation: Evaluation;
}

/** Keeps the adapter for good, makes it servable under the mailbox's model tag and has it write once. */
export const deployAdapter: Stage<DeployInput, DeployedModel> = {
  number: 5,
  name: 'deploy-adapter',
  resumes: false,
  output: deployedModelSchema,
  async run({ data, trained, evaluation }, { ports, signal }) {
    const { engine, store, job } = ports;
    const { modelName, version } = job;
    const stored = await store.put({
      modelName,
      version,
      sha256: trained.ggufSha256,
      from: trained.ggufFile,
    });
    const model = stored.tag;
    await engine.loadAdapter({ model, path: stored.file, sha256: trained.ggufSha256 });
    const [newest] = await readJsonl(data.heldOutFile, datasetRowSchema);
    if (newest === undefined) throw unverified();
    const draft = engine.chat({
      model,
      userMessage: userMessage(newest),
      maxTokens: SMOKE_TOKENS,
      signal,
    });
    let text = '';
    let part = await draft.next();
    for (; !part.done; part = await draft.next()) text += part.value;
    if (text.trim() === '') throw unverified();
    if (evaluation.verdict === 'promote') {
      await engine.publish(model);
      await store.publish(model);
    }
    return { tag: model, smokeTokens: part.value.tokens };
  },
};

function unverified(): StageError {
  return new StageError({
    code: 'deploy_unverified',
    message: 'The new model was loaded but wrote nothing when it was tried.',
    nextStep: 'Press Retry. The model you had before goes on writing your drafts.',
    retryable: true,
  });
}
