// `node --import skew-clock.mjs …`: the process believes that it is FAULT_CLOCK_SKEW_MS later than it is, as one
// on a machine with a wrong clock does. Timers and performance.now, which no such machine gets wrong, stay right.
const skewMs = Number(process.env.FAULT_CLOCK_SKEW_MS ?? 0);
const RealDate = globalThis.Date;

class SkewedDate extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + skewMs);
    else super(...args);
  }
  static now() {
    return RealDate.now() + skewMs;
  }
}

if (skewMs !== 0) globalThis.Date = SkewedDate;
