import { createToken } from './agent/create-token';
import { drain as drainAgent } from './agent/drain';
import { list as listAgents } from './agent/list';
import { revoke } from './agent/revoke';
import { create as createApiToken } from './api-token/create';
import { list as listApiTokens } from './api-token/list';
import { revoke as revokeApiToken } from './api-token/revoke';
import { write } from './draft/write';
import { cancel } from './fine-tune/cancel';
import { events } from './fine-tune/events';
import { job } from './fine-tune/job';
import { read } from './fine-tune/read';
import { retry } from './fine-tune/retry';
import { start } from './fine-tune/start';
import { thread } from './inbox/thread';
import { threads } from './inbox/threads';
import { list as listMailboxes } from './mailbox/list';
import { activate } from './model/activate';
import { list as listModels } from './model/list';
import { list as listNotifications } from './notification/list';
import { markRead } from './notification/mark-read';
import { me } from './session/me';
import { events as supportEvents } from './support/events';
import { job as supportJob } from './support/job';
import { jobs as supportJobs } from './support/jobs';
import { createCallerFactory, router } from './trpc';

/** What a browser may ask. Nothing transforms the JSON: dates arrive as ISO strings. */
export const appRouter = router({
  session: router({ me }),
  mailbox: router({ list: listMailboxes }),
  fineTune: router({ read, start, cancel, retry, job, events }),
  inbox: router({ threads, thread }),
  draft: router({ write }),
  model: router({ list: listModels, activate }),
  notification: router({ list: listNotifications, markRead }),
  agent: router({ list: listAgents, createToken, drain: drainAgent, revoke }),
  apiToken: router({ list: listApiTokens, create: createApiToken, revoke: revokeApiToken }),
  support: router({ jobs: supportJobs, job: supportJob, events: supportEvents }),
});
export type AppRouter = typeof appRouter;

/** Calls the same procedures in this process, as server components and tests do. */
export const createAppCaller = createCallerFactory(appRouter);
