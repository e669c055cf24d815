import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { StagePorts } from './ports';
import type { Stage } from './stage';
import { stageErrorOf } from './stage-error-of';

const OUTPUT_FILE = 'output.json';

export interface StageRun {
  jobDir: string;
  ports: StagePorts;
  signal: AbortSignal;
}

/**
 * Runs a stage, or reads what it left where it has finished before. Rejects with `signal.reason` once `signal`
 * aborts, with what the job's desk rejected with, and with a StageError otherwise.
 */
export async function runStage<Input, Output>(
  stage: Stage<Input, Output>,
  input: Input,
  { jobDir, ports, signal }: StageRun,
): Promise<Output> {
  signal.throwIfAborted();
  const folder = `${String(stage.number).padStart(2, '0')}-${stage.name}`;
  const dir = join(jobDir, folder);
  const emit = ports.desk.emit.bind(ports.desk);
  const finish = (output: Output) => {
    if (stage.closing !== undefined) emit(stage.closing(output));
    return output;
  };
  try {
    if (stage.opening !== undefined) emit(stage.opening);
    const finished = await readOutput(dir, stage.output);
    if (finished !== null) return finish(finished);

    if (!stage.resumes) await rm(dir, { recursive: true, force: true });
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const startedAtMs = Date.now();
    const work = () => stage.run(input, { dir, signal, ports, emit });
    const output = await (stage.holdsDevice === true ? ports.meter.during(work) : work());
    signal.throwIfAborted();
    const seconds = (Date.now() - startedAtMs) / 1000;
    await writeOutput(dir, { output, seconds });
    ports.log(`Job ${ports.job.jobId}: ${stage.name} took ${seconds.toFixed(1)} s.`);
    return finish(output);
  } catch (error) {
    signal.throwIfAborted();
    throw stageErrorOf(error, stage.name);
  }
}

/** What a finished stage left; `null` where it has not finished. */
async function readOutput<Output>(dir: string, schema: z.ZodType<Output>): Promise<Output | null> {
  try {
    const text = await readFile(join(dir, OUTPUT_FILE), 'utf8');
    return z.object({ output: schema }).parse(JSON.parse(text)).output;
  } catch {
    return null;
  }
}

/** The file's being there is what "finished" means: written beside its name, then renamed. */
async function writeOutput(dir: string, content: unknown): Promise<void> {
  const partial = join(dir, `${OUTPUT_FILE}.partial`);
  await writeFile(partial, JSON.stringify(content), { mode: 0o600, flush: true });
  await rename(partial, join(dir, OUTPUT_FILE));
}
