import { StageError } from '@emailai/contracts/errors';
import type { JobDesk, JobOutcome, JobPorts } from './ports';
import { runStage, type StageRun } from './run-stage';
import { DeskError } from './stage-error-of';
import { deployAdapter } from './stages/deploy-adapter';
import { evaluateAdapter } from './stages/evaluate-adapter';
import { extractMail } from './stages/extract-mail';
import { prepareData } from './stages/prepare-data';
import { trainAdapter } from './stages/train-adapter';
import { openUsageMeter } from './usage-meter';

export interface JobRun {
  /** The job's own folder; the caller wipes it when the job has left. A second run goes on from what lies there. */
  jobDir: string;
  ports: JobPorts;
  signal: AbortSignal;
}

/**
 * A job from mail to model. A failure is an outcome; it rejects only with `signal.reason` once `signal` aborts, and
 * with whatever the desk rejected with.
 */
export async function runJob(run: JobRun): Promise<JobOutcome> {
  try {
    const desk = markErrors(run.ports.desk);
    const { job, costPerHourUsd, readWatts } = run.ports;
    const meter = await openUsageMeter({
      jobDir: run.jobDir,
      epoch: job.epoch,
      costPerHourUsd,
      ...(readWatts === undefined ? {} : { readWatts }),
      emit: desk.emit,
    });
    return await runStages({ ...run, ports: { ...run.ports, desk, meter } });
  } catch (error) {
    run.signal.throwIfAborted();
    if (error instanceof DeskError) throw error.cause;
    if (!(error instanceof StageError)) throw error;
    run.ports.log(`Job ${run.ports.job.jobId}: ${error.jobError.code}. ${causesOf(error)}`);
    return { kind: 'failed', error: error.jobError };
  }
}

async function runStages(run: StageRun): Promise<JobOutcome> {
  const { desk, base, engine, meter } = run.ports;
  const mail = await runStage(extractMail, null, run);
  const data = await runStage(prepareData, mail, run);
  const trained = await runStage(trainAdapter, data, run);

  const { manifest } = data;
  const adapterSha256 = trained.ggufSha256;
  const { bestEpoch, heldOutLossByEpoch, trainLoss, tokensPerSecond, seconds } = trained;
  const trainResult = { bestEpoch, heldOutLossByEpoch, trainLoss, tokensPerSecond, seconds };
  await desk.beginDeploy({ adapterSha256, manifest, trainResult });

  const evaluation = await runStage(evaluateAdapter, { data, trained }, run);
  await runStage(deployAdapter, { data, trained, evaluation }, run);
  return {
    kind: 'completed',
    adapterSha256,
    baseName: base.name,
    engine: engine.kind,
    evaluation,
    manifest,
    costUsd: meter.used.costUsd,
    gpuSeconds: meter.used.gpuSeconds,
  };
}

/** The desk's errors keep their identity on the way through the stages. */
function markErrors(desk: JobDesk): JobDesk {
  const mark = (cause: unknown): never => {
    throw new DeskError('The control plane refused.', { cause });
  };
  return {
    emit: (event) => desk.emit(event),
    jobMail: (query) => desk.jobMail(query).catch(mark),
    beginDeploy: (request) => desk.beginDeploy(request).catch(mark),
  };
}

/** Names of the errors below, without their texts: those may quote mail. */
function causesOf(error: Error): string {
  const names: string[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) names.push(cause.name);
  return names.length === 0 ? error.message : `${error.message} (${names.join(' ← ')})`;
}
