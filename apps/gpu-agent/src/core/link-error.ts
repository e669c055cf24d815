/**
 * Why a call to the control plane was not answered with a result.
 * - disconnected: the connection went before the answer came; ask again on the next one
 * - unavailable: the server cannot answer just now; ask again a little later
 * - ungranted: the job's grant is too old or unknown; a heartbeat brings another
 * - lost: the job's lease is somebody else's; stop and discard
 * - unauthorized: the token is wrong or revoked; no repetition helps
 * - refused: any other no; no repetition helps
 */
export type LinkErrorKind =
  | 'disconnected'
  | 'unavailable'
  | 'ungranted'
  | 'lost'
  | 'unauthorized'
  | 'refused';

export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly kind: LinkErrorKind;

  constructor(kind: LinkErrorKind, message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
  }
}
