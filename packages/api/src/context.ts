import type { AuthenticatedAgent } from '@emailai/services/agent/authenticate-agent';
import type { ServiceContext } from '@emailai/services/context';
import type { LiveConnection } from './live-connection';

/** The person a session cookie stands for. */
export interface SessionUser {
  id: string;
  email: string;
  name: string;
  role: 'writer' | 'operator';
}

/** One request, or one socket, of a browser. */
export interface AppContext {
  services: ServiceContext;
  user: SessionUser | null;
  /** Named in every error and in the log line that belongs to it. */
  requestId: string;
  /** Whether this is `npm run demo`: the page offers the demo writers. */
  isDemo: boolean;
  /** Where it is a socket. */
  connection?: LiveConnection;
}

/** One socket of an agent, whose token was checked at the upgrade. */
export interface AgentContext {
  services: ServiceContext;
  agent: AuthenticatedAgent;
  /** Names the connection: an agent's older one may end after its newer one began. */
  linkId: string;
  requestId: string;
  connection?: LiveConnection;
}
