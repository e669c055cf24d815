import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StageError } from '@emailai/contracts/errors';
import { ServingError } from '@emailai/serving/serving-error';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runStage } from './run-stage';
import type { Stage, StageContext } from './stage';
import { FakeDesk, fakePorts } from './testing/fake-ports';
import { jobFolders } from './testing/job-folder';
import { TrainerError } from './trainer/trainer-error';

const never = new AbortController().signal;
const newFolder = jobFolders();

/** A stage that counts its runs and does what `work` says. */
function countingStage(
  work: (ctx: StageContext) => Promise<void> = async () => undefined,
  resumes = false,
) {
  const runs = { count: 0 };
  const stage: Stage<number, { doubled: number }> = {
    number: 3,
    name: 'double',
    resumes,
    output: z.object({ doubled: z.number() }),
    opening: { type: 'training' },
    closing: ({ doubled }) => ({ type: 'extracted', sent: doubled, incoming: 0 }),
    async run(input, ctx) {
      runs.count += 1;
      await work(ctx);
      return { doubled: input * 2 };
    },
  };
  return { stage, runs };
}

const failing = (error: unknown) =>
  countingStage(async () => {
    throw error;
  }).stage;

describe('the stage executor', () => {
  it('runs a stage in a folder of its own that only its owner may read', async () => {
    const jobDir = await newFolder();
    const { stage } = countingStage(async ({ dir }) => writeFile(join(dir, 'work'), 'x'));
    expect(await runStage(stage, 21, { jobDir, ports: fakePorts(), signal: never })).toEqual({
      doubled: 42,
    });
    expect(await readdir(jobDir)).toEqual(['03-double']);
    const output = JSON.parse(await readFile(join(jobDir, '03-double', 'output.json'), 'utf8'));
    expect(output.output).toEqual({ doubled: 42 });
    expect(output.seconds).toBeGreaterThanOrEqual(0);
  });

  it('does not run a finished stage again, but says again what belongs to it', async () => {
    const jobDir = await newFolder();
    const { stage, runs } = countingStage();
    await runStage(stage, 1, { jobDir, ports: fakePorts(), signal: never });
    const desk = new FakeDesk();
    const output = await runStage(stage, 99, { jobDir, ports: fakePorts({ desk }), signal: never });
    expect(output).toEqual({ doubled: 2 });
    expect(runs.count).toBe(1);
    expect(desk.typesOfEvents()).toEqual(['training', 'extracted']);
  });

  it('runs a stage again whose output was cut short', async () => {
    const jobDir = await newFolder();
    const { stage, runs } = countingStage();
    await runStage(stage, 1, { jobDir, ports: fakePorts(), signal: never });
    await writeFile(join(jobDir, '03-double', 'output.json'), '{"output":{"dou');
    await runStage(stage, 1, { jobDir, ports: fakePorts(), signal: never });
    expect(runs.count).toBe(2);
  });

  it.each([
    { resumes: false, left: [] },
    { resumes: true, left: ['half'] },
  ])('finds $left after an interruption where resumes is $resumes', async ({ resumes, left }) => {
    const jobDir = await newFolder();
    const found: string[][] = [];
    const { stage, runs } = countingStage(async ({ dir }) => {
      found.push(await readdir(dir));
      await writeFile(join(dir, 'half'), 'x');
      if (runs.count === 1) throw new Error('killed');
    }, resumes);
    const run = { jobDir, ports: fakePorts(), signal: never };
    await expect(runStage(stage, 1, run)).rejects.toBeInstanceOf(StageError);
    await runStage(stage, 1, run);
    expect(found).toEqual([[], left]);
  });

  it('rejects with the reason of the abort, whatever the stage makes of it', async () => {
    const jobDir = await newFolder();
    const stop = new AbortController();
    const { stage } = countingStage(async () => {
      stop.abort('cancel');
      throw new Error('the stage tripped over the abort');
    });
    const run = { jobDir, ports: fakePorts(), signal: stop.signal };
    await expect(runStage(stage, 1, run)).rejects.toBe('cancel');
    const { stage: deaf, runs } = countingStage();
    await expect(runStage(deaf, 1, run)).rejects.toBe('cancel');
    expect(runs.count).toBe(0);
  });

  it('does not finish a stage that was cancelled at its very end', async () => {
    const jobDir = await newFolder();
    const stop = new AbortController();
    const { stage } = countingStage(async () => stop.abort('cancel'));
    const run = { jobDir, ports: fakePorts(), signal: stop.signal };
    await expect(runStage(stage, 1, run)).rejects.toBe('cancel');
    expect(await readdir(join(jobDir, '03-double'))).toEqual([]);
  });
});

describe('errors of a stage', () => {
  const fullDisk = Object.assign(new Error('write'), { code: 'ENOSPC' });
  it.each([
    ['disk_full', fullDisk],
    ['disk_full', new Error('copy failed', { cause: fullDisk })],
    ['disk_full', new TrainerError('disk_full', 'The disk is full.')],
    ['out_of_memory', new TrainerError('out_of_memory', 'Too little memory.')],
    ['trainer_crashed', new TrainerError('crashed', 'The trainer stopped (SIGSEGV).')],
    ['base_missing', new TrainerError('base_unsupported', 'The base is of type gpt2.')],
    ['deploy_failed', new ServingError('adapter_refused', 'The engine refused this adapter.')],
    ['internal', new TypeError('x is not a function')],
    ['internal', 'thrown text'],
  ])('become %s with a next step', async (code, error) => {
    const run = { jobDir: await newFolder(), ports: fakePorts(), signal: never };
    const caught = await runStage(failing(error), 1, run).catch((thrown: unknown) => thrown);
    expect(caught).toBeInstanceOf(StageError);
    if (!(caught instanceof StageError)) return;
    expect(caught.jobError.code).toBe(code);
    expect(caught.jobError.nextStep).toMatch(/\.$/);
  });

  it('never quote what an unknown error says: it may hold mail', async () => {
    const run = { jobDir: await newFolder(), ports: fakePorts(), signal: never };
    const error = new SyntaxError('Unexpected token in "Dear Marta, the password is hunter2"');
    await expect(runStage(failing(error), 1, run)).rejects.toMatchObject({
      jobError: { code: 'internal', message: expect.not.stringContaining('hunter2') },
    });
  });

  it('of the stage itself pass as they are', async () => {
    const own = new StageError({
      code: 'no_usable_mail',
      message: 'Nothing.',
      nextStep: 'Write more.',
      retryable: false,
    });
    const run = { jobDir: await newFolder(), ports: fakePorts(), signal: never };
    await expect(runStage(failing(own), 1, run)).rejects.toBe(own);
  });
});
