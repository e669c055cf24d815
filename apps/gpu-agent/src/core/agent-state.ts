/** What an agent is doing, in one word: the same for its command line, its tray and the control plane. */
export const AGENT_STATES = [
  'unpaired',
  'connecting',
  'ready',
  'preparing',
  'running',
  'yielding',
  'draining',
  'paused',
  'blocked',
  'updating',
  'error',
] as const;
export type AgentStateName = (typeof AGENT_STATES)[number];

/** States that need a reason carry it; `until` is an ISO time, or `null` where nobody knows. */
export type AgentState =
  | { name: Exclude<AgentStateName, 'yielding' | 'paused' | 'blocked' | 'error'> }
  | { name: 'yielding'; reason: string; until: string | null }
  | { name: 'paused'; until: string | null }
  | { name: 'blocked'; reason: string }
  | { name: 'error'; reason: string };

const WORDS: Readonly<Record<AgentStateName, string>> = {
  unpaired: 'has no token yet',
  connecting: 'is connecting to the server',
  ready: 'is ready and waits for a job',
  preparing: 'is preparing its base model',
  running: 'is working on a job',
  yielding: 'has stepped aside',
  draining: 'finishes what it has and takes no further jobs',
  paused: 'is paused',
  blocked: 'cannot work',
  updating: 'is being updated',
  error: 'has stopped with an error',
};

/** One sentence for people; never mail text. */
export function stateSentence(state: AgentState): string {
  const reason = 'reason' in state ? `: ${state.reason}` : '';
  const until = 'until' in state && state.until !== null ? ` until ${state.until}` : '';
  return `The agent ${WORDS[state.name]}${reason}${until}.`;
}
