import { ServiceError } from '@emailai/contracts/errors';

const CAUSES: { pattern: RegExp; say: (home: string) => { message: string; nextStep: string } }[] =
  [
    {
      pattern: /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/,
      say: (home) => ({
        message: `The disk that holds ${home} is full, so the database cannot start.`,
        nextStep: 'Free at least 200 MB there, or set EMAILAI_PG_HOME to a folder on another disk.',
      }),
    },
    {
      pattern:
        /lock file "postmaster\.pid" already exists|pre-existing shared memory block|ENOTEMPTY|EEXIST/,
      say: (home) => ({
        message: `Another emailai is using the database in ${home}.`,
        nextStep: 'Stop it first; it may be running in another terminal.',
      }),
    },
    {
      pattern: /Address already in use|could not create any TCP\/IP sockets/,
      say: () => ({
        message: 'The port chosen for the database was taken by another program.',
        nextStep: 'Start again: a free port is looked for each time.',
      }),
    },
    {
      pattern: /database files are incompatible with server|initialized by PostgreSQL version/,
      say: (home) => ({
        message: `The database in ${home} was made by another version of PostgreSQL.`,
        nextStep: 'Start the emailai that made it, or set EMAILAI_PG_HOME to an empty folder.',
      }),
    },
    {
      pattern: /Permission denied|EACCES|EPERM|Read-only file system|EROFS/,
      say: (home) => ({
        message: `The database may not write in ${home}.`,
        nextStep: 'Make the folder writable, or set EMAILAI_PG_HOME to one that is.',
      }),
    },
    {
      pattern: /could not map anonymous shared memory|Cannot allocate memory|ENOMEM/,
      say: () => ({
        message: 'There is not enough free memory to start the database.',
        nextStep: 'Close other programs (it needs about 200 MB) and start again.',
      }),
    },
  ];

/** Turns what initdb, PostgreSQL or the file system said into a sentence a person can act on. */
export function explainFailure(home: string, output: string, cause?: unknown): ServiceError {
  for (const { pattern, say } of CAUSES) {
    if (pattern.test(output)) {
      const { message, nextStep } = say(home);
      return new ServiceError('unavailable', message, { nextStep, cause, details: { output } });
    }
  }
  const lastWords = output.trim().split('\n').slice(-3).join(' ');
  return new ServiceError('unavailable', `The embedded database did not start: ${lastWords}`, {
    nextStep: `Look into ${home}/postgres.log, or set DATABASE_URL to a PostgreSQL of your own.`,
    cause,
    details: { output },
  });
}
