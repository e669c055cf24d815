import type { ApiTokenView } from './api-token-view';

interface ApiTokenRow {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** A token as its writer sees it. */
export function viewApiToken({ id, name, createdAt, lastUsedAt }: ApiTokenRow): ApiTokenView {
  return {
    id,
    name,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
