import type { Retention } from '@emailai/services/housekeeping/retention';

/** Where events of jobs are sent. Without a secret one is made and kept in the state folder. */
export interface WebhookSettings {
  url: URL;
  secrets: readonly string[];
  allowPrivate: boolean;
}

/** What the people who run a server set for it, beside what every visitor meets. */
export interface Operations {
  /** Any of these lets an outside worker in; two while a key is being changed. */
  internalKeys: readonly string[];
  webhook: WebhookSettings | null;
  /** `null` shows metrics on this machine only. */
  metricsToken: string | null;
  retention: Partial<Retention>;
}

/** A server that nobody has set anything for: it takes and sends no webhooks. */
export const NO_OPERATIONS: Operations = {
  internalKeys: [],
  webhook: null,
  metricsToken: null,
  retention: {},
};
