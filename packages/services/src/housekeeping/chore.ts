import type { ServiceContext } from '../context';

/** A piece of housekeeping. Adding one = one file + one line in `CHORES`. */
export interface Chore {
  name: string;
  /** How often it runs among all instances, by the housekeeper's clock; `null` for every round. */
  everyMs: (ctx: ServiceContext) => number | null;
  /**
   * Must bear to be broken off and to run twice at once. `stillHeld` is asked between pieces of work: `false` says
   * that another instance has taken over, and to stop.
   * @returns figures for the log
   */
  run(input: {
    ctx: ServiceContext;
    stillHeld: () => Promise<boolean>;
  }): Promise<Readonly<Record<string, number>>>;
}
