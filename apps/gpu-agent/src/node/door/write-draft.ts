import type { ServingEngine } from '@emailai/serving/engine';
import type { Turns } from '../../core/turns';
import { DoorError } from './door-error';
import type { PlannedDraft } from './plan-draft';
import { type DoorEnd, leaveDraft, writeUntilStop } from './write-until-stop';

/** A draft at the door takes no longer, waiting included. */
const TIME_LIMIT_MS = 120_000;
/** More than this many wait for no one's good. */
const MAX_WAITING = 64;

export interface DraftFigures extends DoorEnd {
  cutChars: number;
  /** Until the first text, and from there to the end; waiting for a turn belongs to neither. */
  firstTextMs: number;
  writingMs: number;
  totalMs: number;
}

export interface DraftWriter {
  /**
   * Hands out text as it is written, waiting for each `onText`. Rejects with a DoorError or a ServingError, or with
   * `signal.reason` where the caller has left.
   */
  write(
    planned: PlannedDraft,
    signal: AbortSignal,
    onText: (text: string) => Promise<void>,
  ): Promise<DraftFigures>;
}

export function createDraftWriter(ports: {
  engine: Pick<ServingEngine, 'chat'>;
  turns: Turns;
}): DraftWriter {
  return {
    async write({ request, stop, cutChars, whose }, caller, onText) {
      if (ports.turns.waiting >= MAX_WAITING) {
        throw new DoorError(503, 'Too many drafts wait already: try again in a moment.');
      }
      const limit = AbortSignal.timeout(TIME_LIMIT_MS);
      const signal = AbortSignal.any([caller, limit]);
      const askedMs = performance.now();
      try {
        if (!(await ports.turns.take(signal, whose))) throw signal.reason;
        const draft = writeUntilStop(ports.engine.chat({ ...request, signal }), stop);
        try {
          const startedMs = performance.now();
          let firstMs: number | null = null;
          let part = await draft.next();
          for (; !part.done; part = await draft.next()) {
            firstMs ??= performance.now();
            await onText(part.value);
          }
          const endedMs = performance.now();
          return {
            ...part.value,
            cutChars,
            firstTextMs: (firstMs ?? endedMs) - startedMs,
            writingMs: endedMs - (firstMs ?? endedMs),
            totalMs: endedMs - askedMs,
          };
        } finally {
          ports.turns.giveBack();
          await leaveDraft(draft);
        }
      } catch (error) {
        if (limit.aborted && !caller.aborted) {
          const seconds = TIME_LIMIT_MS / 1_000;
          throw new DoorError(504, `The draft was not done after ${seconds} s: try again.`);
        }
        throw error;
      }
    },
  };
}
