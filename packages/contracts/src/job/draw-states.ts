import {
  JOB_STATUSES,
  JOB_TRIGGERS,
  type JobStatus,
  type JobTrigger,
  nextStatus,
  statusesAllowing,
  TRANSITIONS,
} from './states';

/** Who may do what to a job, and what must hold besides the state. */
const TRIGGER_RULES: Readonly<Record<JobTrigger, { by: string; guard: string }>> = {
  claim: { by: 'an agent', guard: 'due, no cancel asked for; raises the epoch and starts a lease' },
  prepare: { by: 'its agent', guard: 'fence' },
  train: { by: 'its agent', guard: 'fence' },
  beginDeploy: { by: 'its agent', guard: 'fence, no cancel asked for; names the adapter' },
  complete: {
    by: 'its agent',
    guard: 'fence, no cancel asked for, that very adapter seen to write; the model version with it',
  },
  fail: { by: 'its agent, the sweeper', guard: 'fence, or lease lapsed and no attempts left' },
  requeue: { by: 'its agent, the sweeper', guard: 'fence, or lease lapsed; attempts left' },
  cancel: {
    by: 'its writer',
    guard: 'at once while it waits; when its agent has stopped, or by the sweeper, while it runs',
  },
};

/** The machine as Markdown for the docs: a Mermaid diagram, then each trigger with who may pull it. */
export function drawStates(): string {
  const arrows = JOB_STATUSES.flatMap((from) => {
    const byTarget = new Map<JobStatus, string[]>();
    for (const [trigger, to] of Object.entries(TRANSITIONS[from])) {
      byTarget.set(to, [...(byTarget.get(to) ?? []), trigger]);
    }
    const out = [...byTarget].map(([to, triggers]) => `${from} --> ${to}: ${triggers.join(', ')}`);
    return out.length === 0 ? [`${from} --> [*]`] : out;
  });
  const rows = JOB_TRIGGERS.map((trigger) => {
    const from = statusesAllowing(trigger);
    const to = new Set(from.map((status) => nextStatus(status, trigger)));
    const { by, guard } = TRIGGER_RULES[trigger];
    return `| ${trigger} | ${from.join(', ')} | ${[...to].join(', ')} | ${by} | ${guard} |`;
  });
  return [
    '```mermaid',
    'stateDiagram-v2',
    '    [*] --> PENDING: create',
    ...arrows.map((arrow) => `    ${arrow}`),
    '```',
    '',
    '| trigger | from | to | by | guard |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
