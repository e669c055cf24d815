/** What has come by then may still lie unread where this process itself was held up. */
const LAST_LOOK_MS = 50;

/** Notices a peer that has gone without a word: nothing was heard of it for longer than it may be silent. */
export interface SilenceWatch {
  heard(): void;
  limitTo(silenceMs: number): void;
  stop(): void;
}

export function watchSilence(input: { silenceMs: number; onDead: () => void }): SilenceWatch {
  let { silenceMs } = input;
  let heardMs = performance.now();
  let timer: NodeJS.Timeout;
  const look = (isLast: boolean) => {
    const leftMs = heardMs + silenceMs - performance.now();
    if (leftMs > 0) timer = setTimeout(look, leftMs, false);
    else if (isLast) input.onDead();
    else timer = setTimeout(look, LAST_LOOK_MS, true);
  };
  timer = setTimeout(look, silenceMs, false);
  return {
    heard() {
      heardMs = performance.now();
    },
    limitTo(ms) {
      silenceMs = ms;
      clearTimeout(timer);
      look(false);
    },
    stop: () => clearTimeout(timer),
  };
}
