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

/** Writes entries as JSON lines; errors with their stack and cause. */
export function jsonLog(write: (line: string) => void): Log {
  return ({ error, ...entry }) =>
    write(JSON.stringify({ at: new Date().toISOString(), ...entry, ...errorFields(error) }));
}

function errorFields(error: unknown): Record<string, unknown> {
  if (error === undefined) return {};
  if (!(error instanceof Error)) return { error: String(error) };
  const cause = error.cause === undefined ? {} : { cause: errorFields(error.cause) };
  return { error: error.message, stack: error.stack, ...cause };
}
