/** How often a job is claimed at most before its failure stands. */
export const MAX_ATTEMPTS = 3;
