/** Wakes those who wait for something to become true. */
export interface Bell {
  ring(): void;
  until(isTrue: () => boolean): Promise<void>;
}

export function createBell(): Bell {
  let waiting: (() => void)[] = [];
  return {
    ring() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    async until(isTrue) {
      while (!isTrue()) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    },
  };
}
