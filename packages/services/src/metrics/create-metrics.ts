import { JOB_STATUSES } from '@emailai/contracts/job/states';
import type { PlaneFigures } from '@emailai/db/metrics/read-plane-figures';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { registerProcessMetrics } from './process-metrics';

export type SocketKind = 'app' | 'agent';
export type SendOutcome = 'delivered' | 'failed' | 'refused' | 'gave_up';
export type ReceiveOutcome = 'accepted' | 'repeated' | 'refused' | 'unauthenticated';

/**
 * What this process counts of itself. Labels are words from short lists, never ids, addresses or paths: a label
 * with a thousand values would be a thousand series, and an id in one would be an id in somebody's dashboard.
 */
export interface Metrics {
  claimAnswered(result: 'claimed' | 'none'): void;
  /** A job was taken from an agent that had gone silent. */
  leaseLost(outcome: 'requeued' | 'failed' | 'cancelled'): void;
  /** Call the answer when the socket has closed. */
  socketOpened(kind: SocketKind): () => void;
  /** Somebody follows a job; call the answer when they stop. */
  watcherJoined(): () => void;
  /** From an event's row to the one who follows it. */
  eventShown(latencyMs: number): void;
  webhookSent(outcome: SendOutcome): void;
  webhookReceived(outcome: ReceiveOutcome): void;
  choreRan(chore: string, outcome: 'done' | 'failed', tookMs: number): void;
  requestServed(request: { method: string; route: string; status: number; tookMs: number }): void;
  /** Everything in the Prometheus text format; without `figures` the database did not answer. */
  render(figures: PlaneFigures | null): Promise<string>;
}

const LATENCY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The metrics of one process; their names stand in docs/OPERATIONS.md. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Histogram({ name, help, labelNames, buckets: LATENCY_SECONDS, registers });

  const up = gauge('emailai_database_up', 'Whether the database answered this scrape.');
  const jobs = gauge('emailai_jobs', 'Jobs by status.', ['status']);
  const oldest = gauge(
    'emailai_queue_oldest_seconds',
    'How long the oldest job that could start has waited.',
  );
  const agents = gauge('emailai_agents_online', 'Agents heard of lately.');
  const due = gauge('emailai_webhooks_waiting', 'Webhook deliveries not delivered or given up.');
  const claims = counter('emailai_claims_total', 'Claims of agents answered here.', ['result']);
  const losses = counter(
    'emailai_lease_losses_total',
    'Jobs taken from agents that had gone silent.',
    ['outcome'],
  );
  const sockets = gauge('emailai_sockets_open', 'WebSockets open here.', ['kind']);
  const watchers = gauge('emailai_watchers', 'Followers of jobs here.');
  const fanOut = histogram(
    'emailai_event_fanout_seconds',
    'From the row of a job event to each of its followers here.',
  );
  const sent = counter('emailai_webhooks_sent_total', 'Attempts to deliver a webhook.', [
    'outcome',
  ]);
  const received = counter('emailai_webhooks_received_total', 'Webhooks that came in.', [
    'outcome',
  ]);
  const chores = histogram('emailai_chore_seconds', 'Chores of housekeeping.', [
    'chore',
    'outcome',
  ]);
  const requests = histogram(
    'emailai_http_request_seconds',
    'HTTP requests by template of their route.',
    ['method', 'route', 'status'],
  );
  registerProcessMetrics(registry);
  for (const kind of ['app', 'agent']) sockets.set({ kind }, 0);

  return {
    claimAnswered: (result) => claims.inc({ result }),
    leaseLost: (outcome) => losses.inc({ outcome }),
    socketOpened(kind) {
      sockets.inc({ kind });
      return once(() => sockets.dec({ kind }));
    },
    watcherJoined() {
      watchers.inc();
      return once(() => watchers.dec());
    },
    eventShown: (latencyMs) => fanOut.observe(Math.max(0, latencyMs) / 1_000),
    webhookSent: (outcome) => sent.inc({ outcome }),
    webhookReceived: (outcome) => received.inc({ outcome }),
    choreRan: (chore, outcome, tookMs) => chores.observe({ chore, outcome }, tookMs / 1_000),
    requestServed: ({ method, route, status, tookMs }) =>
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, tookMs / 1_000),
    async render(figures) {
      up.set(figures === null ? 0 : 1);
      for (const metric of [jobs, oldest, agents, due]) metric.reset();
      if (figures === null) {
        // Better no value than the one of before.
        for (const metric of [oldest, agents, due]) metric.remove();
        return registry.metrics();
      }
      for (const status of JOB_STATUSES) jobs.set({ status }, 0);
      for (const { status, count } of figures.jobs) jobs.set({ status }, count);
      oldest.set(figures.oldestPendingSeconds);
      agents.set(figures.agentsOnline);
      due.set(figures.webhooksDue);
      return registry.metrics();
    },
  };
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}
