import pg from 'pg';

/**
 * Runs a statement again that lost to another one over `constraint`: under READ COMMITTED a statement cannot see
 * what was committed after it began, the same statement a moment later can.
 */
export async function retryOnConflict<Result>(
  constraint: string,
  run: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.constraint !== constraint) throw error;
    }
  }
}
