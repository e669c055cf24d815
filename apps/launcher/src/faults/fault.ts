import type { Field } from './field/field';

/** One thing that goes wrong, and what must hold all the same. */
export interface Fault {
  /** As `--only` and the closing line name it. */
  name: string;
  /** Trains with the real trainer: takes longer, and two cores. */
  isHeavy?: boolean;
  /** Does things to PostgreSQL itself that nobody else should feel. */
  needsOwnServer?: boolean;
  /** Arranges, strikes at a moment of the field's chance, and throws where what must hold does not. */
  run(field: Field): Promise<void>;
}
