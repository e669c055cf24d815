import { idSchema } from '@emailai/contracts/ids';
import type { ServiceContext } from './context';
import type { LogEntry } from './log';

/** Whom a line of the log is about: what one searches by. */
export type LogIds = Pick<LogEntry, 'jobId' | 'emailAccountId' | 'agentId' | 'requestId'>;

const NAMES = ['jobId', 'emailAccountId', 'agentId', 'requestId'] as const;

/** Those of an input, as far as they are ids at all. */
export function idsIn(input: unknown): LogIds {
  const ids: LogIds = {};
  for (const name of NAMES) {
    const id = idSchema.safeParse(Object(input)[name]).data;
    if (id !== undefined) ids[name] = id;
  }
  return ids;
}

/** The same services, with these ids in every line they log that does not say otherwise. */
export function withLogIds(ctx: ServiceContext, ids: LogIds): ServiceContext {
  return {
    ...ctx,
    log(entry) {
      const own = Object.fromEntries(NAMES.map((name) => [name, entry[name] ?? ids[name]]));
      ctx.log({ ...entry, ...own });
    },
  };
}
