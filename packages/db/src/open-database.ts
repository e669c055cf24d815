import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client';

export interface Database {
  /** Ordinary reads and writes. */
  prisma: PrismaClient;
  /** Raw statements: the hot ones of src/job, and LISTEN. */
  pool: pg.Pool;
  /** Where it is, for a connection of one's own (LISTEN). */
  url: string;
  close(): Promise<void>;
}

export interface OpenDatabaseInput {
  url: string;
  /** Connections at most; Prisma and the raw statements share them. */
  maxConnections?: number;
  /** Told of errors on idle connections, which the pool replaces by itself. */
  onError?: (error: Error) => void;
}

/**
 * Opens a PostgreSQL database whose migrations have been applied. Nothing is connected before the first
 * statement, so an unreachable database shows there.
 */
export function openDatabase({ url, maxConnections = 10, onError }: OpenDatabaseInput): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: 'emailai',
    // Times travel as text: with the session in UTC they mean the same to pg, to Prisma and to a person.
    options: '-c timezone=UTC',
  });
  // Without a listener a connection that dies while idle would end the process.
  pool.on('error', (error) => onError?.(error));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    url,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
