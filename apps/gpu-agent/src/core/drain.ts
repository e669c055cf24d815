/**
 * Whether the agent takes further jobs. It may be told so for good (it leaves when its jobs are done) or by the
 * server, which may take it back.
 */
export interface Drain {
  readonly isOn: boolean;
  readonly isForGood: boolean;
  /** What the server says at hello and with each heartbeat. */
  obey(drain: boolean | undefined): void;
}

export function createDrain(input: { forGood: AbortSignal; onChange: () => void }): Drain {
  let isWanted = false;
  input.forGood.addEventListener('abort', input.onChange, { once: true });
  return {
    get isOn() {
      return isWanted || input.forGood.aborted;
    },
    get isForGood() {
      return input.forGood.aborted;
    },
    obey(drain = false) {
      if (drain === isWanted) return;
      isWanted = drain;
      input.onChange();
    },
  };
}
