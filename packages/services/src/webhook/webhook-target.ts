import type { ResolveHost } from './resolve-target';

/** Where events go, and how they are signed. */
export interface WebhookTarget {
  url: URL;
  /** `whsec_…`; while a secret is being changed the old one beside the new: a delivery carries a signature by each. */
  secrets: readonly string[];
  /** Lets it lead into private networks, and by plain HTTP. */
  allowPrivate: boolean;
  /** By default the system's. */
  resolve?: ResolveHost;
}
