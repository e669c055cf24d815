/** Channel of `<kind>:<draftId>:<agentId>` notes about drafts in the outbox; ids only. */
export const DRAFT_CHANNEL = 'draft_outbox';

const KINDS = ['ordered', 'text', 'stopped'] as const;

export interface DraftNote {
  /** An order waits for its agent; there is text to read, or its end; nobody reads it any more. */
  kind: (typeof KINDS)[number];
  draftId: string;
  agentId: string;
}

export function parseDraftNote(payload: string): DraftNote | null {
  const [said, draftId, agentId] = payload.split(':');
  const kind = KINDS.find((known) => known === said);
  return kind && draftId && agentId ? { kind, draftId, agentId } : null;
}

/** SQL that sends a note; `draftId` and `agentId` are SQL as well. */
export const sendNote = (kind: DraftNote['kind'], draftId: string, agentId: string) =>
  `pg_notify('${DRAFT_CHANNEL}', '${kind}:' || ${draftId} || ':' || ${agentId})`;
