const EVERY_MS = 100;
const MB = 1024 * 1024;

/** Samples this process's resident size. */
export function watchMemory(): { takePeakMb(): number; stop(): void } {
  let peakMb = 0;
  const sample = () => {
    peakMb = Math.max(peakMb, process.memoryUsage.rss() / MB);
  };
  const timer = setInterval(sample, EVERY_MS);
  return {
    takePeakMb() {
      sample();
      const taken = peakMb;
      peakMb = 0;
      return taken;
    },
    stop: () => clearInterval(timer),
  };
}
