import { beginDeploy } from './begin-deploy';
import { bye } from './bye';
import { claim } from './claim';
import { directives } from './directives';
import { draftTokens } from './draft-tokens';
import { drafts } from './drafts';
import { drain } from './drain';
import { finish } from './finish';
import { heartbeat } from './heartbeat';
import { hello } from './hello';
import { jobMail } from './job-mail';
import { report } from './report';
import { createCallerFactory, router } from './trpc';

/** What an agent may ask, over its WebSocket. Nothing transforms the JSON: dates arrive as ISO strings. */
export const agentRouter = router({
  hello,
  claim,
  heartbeat,
  report,
  jobMail,
  beginDeploy,
  finish,
  drain,
  bye,
  directives,
  drafts,
  draftTokens,
});
export type AgentRouter = typeof agentRouter;

/** Calls the same procedures in this process, as tests do. */
export const createAgentCaller = createCallerFactory(agentRouter);
