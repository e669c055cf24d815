import type { Fault } from '../fault';
import { agentFrozen } from './agent-frozen';
import { agentKilled } from './agent-killed';
import { agentKilledTraining } from './agent-killed-training';
import { agentStopped } from './agent-stopped';
import { cancelAgainstFinish } from './cancel-against-finish';
import { claimReplyLost } from './claim-reply-lost';
import { clockSkewed } from './clock-skewed';
import { diskFull } from './disk-full';
import { modelServerDown } from './model-server-down';
import { networkGone } from './network-gone';
import { networkSilent } from './network-silent';
import { notificationsDropped } from './notifications-dropped';
import { outOfMemory } from './out-of-memory';
import { outOfMemoryTraining } from './out-of-memory-training';
import { postgresRestarted } from './postgres-restarted';
import { reportsShuffled } from './reports-shuffled';
import { serverDrained } from './server-drained';
import { serverKilled } from './server-killed';
import { slowBrowser } from './slow-browser';
import { sweeperAgainstFinish } from './sweeper-against-finish';
import { tokenRevoked } from './token-revoked';

/** Every fault of the suite, in the order of docs/ARCHITECTURE.md. */
export const ALL_FAULTS: readonly Fault[] = [
  agentKilled,
  agentKilledTraining,
  outOfMemory,
  outOfMemoryTraining,
  agentFrozen,
  networkSilent,
  networkGone,
  serverKilled,
  serverDrained,
  postgresRestarted,
  notificationsDropped,
  claimReplyLost,
  reportsShuffled,
  cancelAgainstFinish,
  sweeperAgainstFinish,
  slowBrowser,
  clockSkewed,
  diskFull,
  modelServerDown,
  tokenRevoked,
  agentStopped,
];
