/**
 * What a run broke.
 * - lost: a job or its model is gone, or its end was never shown
 * - doubled: something that must happen once happened twice
 * - stuck: something never came
 * - gap: the log, or what a page saw of it, is not whole
 * - broken: any other promise
 */
export type FindingKind = 'lost' | 'doubled' | 'stuck' | 'gap' | 'broken';

export interface Finding {
  kind: FindingKind;
  sentence: string;
}
