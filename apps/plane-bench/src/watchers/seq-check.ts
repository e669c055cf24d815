/** Follows the numbers of one job's events at one watcher. */
export interface SeqCheck {
  see(seq: number): void;
  readonly last: number;
  /** Numbers passed over. */
  readonly gaps: number;
  /** Numbers that came again, or late. */
  readonly duplicates: number;
}

export function createSeqCheck(): SeqCheck {
  let last = 0;
  let gaps = 0;
  let duplicates = 0;
  return {
    see(seq) {
      if (seq <= last) duplicates += 1;
      else {
        gaps += seq - last - 1;
        last = seq;
      }
    },
    get last() {
      return last;
    },
    get gaps() {
      return gaps;
    },
    get duplicates() {
      return duplicates;
    },
  };
}
