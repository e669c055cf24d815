import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { DoorError } from './door-error';

/** Of a request; a mail of 200,000 characters is far below. */
const MAX_BODY_BYTES = 8 * 2 ** 20;

/** The JSON body of a request. Throws a DoorError for one that is too big, no JSON or of another shape. */
export async function readBody<T extends z.ZodType>(
  request: IncomingMessage,
  schema: T,
): Promise<z.infer<T>> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MAX_BODY_BYTES) throw new DoorError(413, 'The request is larger than 8 MiB.');
    pieces.push(piece);
  }
  const parsed = schema.safeParse(parseJson(Buffer.concat(pieces).toString('utf8')));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where =
    issue === undefined || issue.path.length === 0 ? 'The request' : issue.path.join('.');
  throw new DoorError(400, `${where}: ${issue?.message ?? 'not understood'}.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DoorError(400, 'The request is not JSON.');
  }
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** A streamed answer, which begins with its first piece: until then a failure can be told by its status. */
export interface AnswerStream {
  /** Waits until the piece is taken. Rejects once the reader has left. */
  send(piece: string): Promise<void>;
  readonly hasBegun: boolean;
}

export function openStream(
  response: ServerResponse,
  contentType: string,
  signal: AbortSignal,
): AnswerStream {
  return {
    async send(piece) {
      signal.throwIfAborted();
      if (!response.headersSent) response.writeHead(200, { 'content-type': contentType });
      if (!response.write(piece)) await once(response, 'drain', { signal });
    },
    get hasBegun() {
      return response.headersSent;
    },
  };
}

/** Aborts when the caller goes away before it has its answer. */
export function leavingSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) gone.abort(new Error('the caller has left'));
  });
  return gone.signal;
}
