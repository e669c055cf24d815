import {
  loadResultSchema,
  planResultSchema,
  type TrainerRequest,
  trainResultSchema,
} from '@emailai/contracts/trainer-protocol';
import type { z } from 'zod';
import type { Trainer, TrainProgress } from '../ports';
import { TrainerError } from './trainer-error';
import { startTrainerProcess, type TrainerProcess, type TrainerProgram } from './trainer-process';

/** A cancelled step ends in well under a second on a GPU; on a CPU a large base may need longer, and is killed. */
const CANCEL_PATIENCE_MS = 3_000;
const CLOSE_PATIENCE_MS = 1_000;
const DEFAULT_IDLE_MS = 10 * 60_000;

export interface TrainerOptions extends TrainerProgram {
  device: 'auto' | 'cpu' | 'cuda' | 'mps';
  /** A trainer nobody needs for so long is ended: its memory belongs to others then. */
  idleMs?: number;
  /** Told of each child, so that a caller may reap it after a crash of its own. */
  onChild?: (pid: number, isAlive: boolean) => void;
}

/** The trainer as a port: starts its process when it is needed and keeps the base warm between jobs. */
export function createTrainer(options: TrainerOptions): Trainer {
  let living: TrainerProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  let nextId = 1;

  function needProcess(): TrainerProcess {
    clearTimeout(idle);
    if (living !== null) return living;
    const started = startTrainerProcess(options);
    living = started;
    const { pid } = started;
    if (pid !== undefined) options.onChild?.(pid, true);
    void started.exited.then(() => {
      if (pid !== undefined) options.onChild?.(pid, false);
      if (living !== started) return;
      living = null;
    });
    return started;
  }

  function restUntilNeeded(): void {
    clearTimeout(idle);
    idle = setTimeout(() => void shutDown(), options.idleMs ?? DEFAULT_IDLE_MS);
    idle.unref();
  }

  async function shutDown(): Promise<void> {
    clearTimeout(idle);
    const last = living;
    if (last === null) return;
    last.send({ type: 'shutdown', id: `r${nextId++}` }).catch(() => undefined);
    await endWithin(last, CLOSE_PATIENCE_MS);
  }

  async function ask<Schema extends z.ZodType>(
    body: WithoutId<TrainerRequest>,
    schema: Schema,
    signal: AbortSignal,
    onProgress?: (event: TrainProgress) => void,
  ): Promise<z.infer<Schema>> {
    signal.throwIfAborted();
    const trainer = needProcess();
    const answer = trainer.send({ ...body, id: `r${nextId++}` }, onProgress);
    let killer: NodeJS.Timeout | undefined;
    const cancel = () => {
      trainer.send({ type: 'cancel', id: `r${nextId++}` }).catch(() => undefined);
      killer = setTimeout(() => void trainer.kill(), CANCEL_PATIENCE_MS);
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const result = schema.safeParse(await answer);
      if (result.success) return result.data;
      throw new TrainerError('internal', `The trainer's answer to ${body.type} is not as agreed.`);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      clearTimeout(killer);
      signal.removeEventListener('abort', cancel);
      restUntilNeeded();
    }
  }

  return {
    load: (base, signal) =>
      ask({ type: 'load', baseDir: base.hfDir, device: options.device }, loadResultSchema, signal),
    plan: (run, costPerHourUsd, signal) =>
      ask({ type: 'plan', ...run, costPerHourUsd }, planResultSchema, signal),
    train: (run, onProgress, signal) =>
      ask({ type: 'train', ...run }, trainResultSchema, signal, onProgress),
    close: shutDown,
  };
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

async function endWithin(trainer: TrainerProcess, patienceMs: number): Promise<void> {
  const killer = setTimeout(() => void trainer.kill(), patienceMs);
  await trainer.exited;
  clearTimeout(killer);
}
