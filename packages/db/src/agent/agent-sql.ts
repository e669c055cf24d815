import { CLOCK } from '../job/job-sql';

/** SQL over `agent`: it was heard of within `offlineMs` (a parameter), has not left, and may still call. */
export const isOnlineSql = (offlineMs: string) => `
  agent."revokedAt" IS NULL AND agent."info" ->> 'left' IS DISTINCT FROM 'true'
  AND agent."lastSeenAt" > ${CLOCK} - ${offlineMs} * interval '1 millisecond'`;

/** SQL over `agent`: neither it nor an operator wants it to take no further jobs. */
export const takesJobsSql = `
  agent."drainRequestedAt" IS NULL AND agent."info" ->> 'draining' IS DISTINCT FROM 'true'`;
