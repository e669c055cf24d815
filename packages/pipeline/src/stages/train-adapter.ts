import { join } from 'node:path';
import { type TrainResult, trainResultSchema } from '@emailai/contracts/trainer-protocol';
import { ServingError } from '@emailai/serving/serving-error';
import type { TrainProgress, TrainRun } from '../ports';
import type { Stage, StageContext } from '../stage';
import { throttle } from '../throttle';
import { trainSettingsOf } from '../train-settings';
import type { PreparedData } from './prepare-data';

/** Steps are drawn, not counted: more than five a second nobody sees. */
const STEP_EVERY_MS = 200;

/** Trains a LoRA adapter on the writer's replies; goes on from the last epoch after an interruption. */
export const trainAdapter: Stage<PreparedData, TrainResult> = {
  number: 3,
  name: 'train-adapter',
  resumes: true,
  holdsDevice: true,
  output: trainResultSchema,
  opening: { type: 'training' },
  async run({ trainFile, heldOutFile, manifest }, ctx) {
    const { dir, signal, ports } = ctx;
    const settings = ports.settings ?? trainSettingsOf(ports.base, manifest.train.rows);
    const run: TrainRun = { trainFile, heldOutFile, outDir: join(dir, 'run'), settings };
    if (ports.sharesGpu) await makeRoom(ports);
    await ports.trainer.load(ports.base, signal);
    const plan = await ports.trainer.plan(run, ports.costPerHourUsd, signal);
    const { totalSteps, predictedSeconds, predictedCostUsd, device, cutTokens } = plan;
    ctx.emit({
      type: 'planned',
      totalSteps,
      predictedSeconds,
      predictedCostUsd,
      device,
      cutTokens,
    });
    return ports.trainer.train(run, reportProgress(ctx), signal);
  },
};

/** An engine that keeps its memory costs room, no job: the trainer plans with what is free. */
async function makeRoom({ engine, log }: StageContext['ports']): Promise<void> {
  try {
    await engine.freeMemory();
  } catch (error) {
    if (!(error instanceof ServingError)) throw error;
    log(`The training shares the GPU with the model engine. ${error.message}`);
  }
}

/** The trainer's progress as the job's events, with what the attempt has cost so far. */
function reportProgress({ ports, emit }: StageContext): (event: TrainProgress) => void {
  const emitStep = throttle(emit, STEP_EVERY_MS);
  return (event) => {
    if (event.kind === 'step') {
      const { kind: _kind, ...step } = event;
      const { costUsd } = ports.meter.used;
      emitStep({ type: 'step', ...step, costUsd }, event.step === event.totalSteps);
    } else if (event.kind === 'epoch') {
      emit({ type: 'epoch', epoch: event.epoch, heldOutLoss: event.heldOutLoss });
    } else if (event.kind === 'resumed') {
      emit({ type: 'resumed', fromEpoch: event.fromEpoch });
    }
  };
}
