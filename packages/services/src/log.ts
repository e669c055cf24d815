import { redact } from './redact';

/** One structured line: what happened and to whom, by ids. Never mail text, addresses or tokens. */
export interface LogEntry {
  level: 'debug' | 'info' | 'warn' | 'error';
  event: string;
  jobId?: string | undefined;
  emailAccountId?: string | undefined;
  agentId?: string | undefined;
  requestId?: string | undefined;
  error?: unknown;
  [key: string]: unknown;
}
export type Log = (entry: LogEntry) => void;

/** Writes entries as JSON lines; errors with where they were thrown and their cause. */
export function jsonLog(write: (line: string) => void): Log {
  return ({ error, ...entry }) => {
    const at = new Date().toISOString();
    write(redact(JSON.stringify({ at, ...entry, ...errorFields(error) })));
  };
}

function errorFields(error: unknown): Record<string, unknown> {
  if (error === undefined) return {};
  if (!(error instanceof Error)) return { error: messageOf('', String(error)) };
  const cause = error.cause === undefined ? {} : { cause: errorFields(error.cause) };
  return { error: messageOf(error.name, error.message), stack: framesOf(error), ...cause };
}

/** Long enough for what went wrong, too short for what it went wrong with. */
const MAX_MESSAGE_CHARS = 500;

/** Prisma shows the call with all its values first, and what went wrong in the last line. */
function messageOf(name: string, message: string): string {
  const told = name.startsWith('PrismaClient')
    ? (message.trim().split('\n').at(-1) ?? '')
    : message;
  return told.slice(0, MAX_MESSAGE_CHARS);
}

/** The stack without the message at its head, which was told already. */
function framesOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
