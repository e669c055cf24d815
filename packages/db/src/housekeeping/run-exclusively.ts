import type { Database } from '../open-database';

export interface ExclusiveInput {
  /** Which lock, database-wide. */
  lockId: number;
  /** Whoever holds the lock and says nothing for so long (frozen, or cut off) loses it to others. */
  silenceMs: number;
}

/** Ends with the lock: `stillHeld` must be asked before each piece of work, at least every `silenceMs`. */
export interface ExclusiveHold {
  stillHeld(): Promise<boolean>;
}

/**
 * Does `work` if nobody else, on any instance, is doing it now; `null` at once where somebody is. The lock is a
 * transaction's, with a limit on its idleness: PostgreSQL would otherwise keep it for hours for a process that is
 * frozen or cut off. So `work` must bear that another one takes over in its middle.
 */
export async function runExclusively<Result>(
  db: Pick<Database, 'pool'>,
  { lockId, silenceMs }: ExclusiveInput,
  work: (hold: ExclusiveHold) => Promise<Result>,
): Promise<Result | null> {
  const client = await db.pool.connect();
  // A session that the server ends for its silence tells so between two queries.
  let lost: Error | undefined;
  const onError = (error: Error) => {
    lost = error;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('idle_in_transaction_session_timeout', $1, true)", [
      String(silenceMs),
    ]);
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS taken',
      [lockId],
    );
    if (rows[0]?.taken !== true) return null;
    return await work({
      stillHeld: () =>
        client.query('SELECT 1').then(
          () => lost === undefined,
          (error: Error) => {
            lost = error;
            return false;
          },
        ),
    });
  } finally {
    await client.query('ROLLBACK').catch((error: Error) => {
      lost = error;
    });
    client.off('error', onError);
    // A broken connection is thrown away, not handed to somebody else.
    client.release(lost);
  }
}
