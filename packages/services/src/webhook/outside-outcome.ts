import type { beginDeployInputSchema, finishInputSchema } from '@emailai/contracts/agent-protocol';
import { ServiceError } from '@emailai/contracts/errors';
import type { z } from 'zod';
import type { OutsideUpdate } from './outside-update';

type Deploy = Pick<
  z.infer<typeof beginDeployInputSchema>,
  'adapterSha256' | 'manifest' | 'trainResult'
>;
type Outcome = z.infer<typeof finishInputSchema>['outcome'];

/** The first line is enough to know what failed, and short enough to hold no mail. */
const MAX_ERROR_CHARS = 200;

/** What a worker must show before it may deploy, where it wants to; `null` where it does not. */
export function deployOf(update: OutsideUpdate): Deploy | null {
  if (update.status !== 'DEPLOYING') return null;
  return {
    adapterSha256: shown(update, 'adapterSha256'),
    manifest: shown(update, 'manifest'),
    trainResult: shown(update, 'trainResult'),
  };
}

/** How a worker says its job ended; `null` where it goes on. */
export function outcomeOf(update: OutsideUpdate): Outcome | null {
  switch (update.status) {
    case 'COMPLETED':
      return {
        kind: 'completed',
        adapterSha256: shown(update, 'adapterSha256'),
        baseName: shown(update, 'baseName'),
        engine: shown(update, 'engine'),
        evaluation: shown(update, 'evaluation'),
        manifest: shown(update, 'manifest'),
        costUsd: update.actualCost ?? 0,
        gpuSeconds: update.gpuSeconds ?? 0,
      };
    case 'FAILED': {
      const [line = ''] = (update.errorMessage ?? '').trim().split(/[\r\n]/);
      return {
        kind: 'failed',
        error: {
          code: update.errorCode ?? 'trainer_crashed',
          message: line.slice(0, MAX_ERROR_CHARS) || 'The outside worker gave up.',
          nextStep: 'Look at the log of the outside worker, then retry.',
          retryable: false,
        },
      };
    }
    case 'CANCELLED':
      return { kind: 'cancelled' };
    default:
      return null;
  }
}

/** A model that nobody could check is none: a worker's word alone does not make it the writer's. */
function shown<Field extends keyof OutsideUpdate>(
  update: OutsideUpdate,
  field: Field,
): NonNullable<OutsideUpdate[Field]> {
  const value = update[field];
  if (value !== undefined && value !== null) return value;
  throw new ServiceError(
    'invalid_input',
    `${update.status} needs ${field}: a model is used only when it can be checked.`,
    {
      nextStep: 'Send it, or say FAILED.',
      details: { param: field },
    },
  );
}
