import type { ServerResponse } from 'node:http';

/** The error shape every plain HTTP route answers with. */
export function answerError(
  res: ServerResponse,
  status: number,
  error: { code: string; message: string; requestId: string },
): void {
  answerJson(res, status, { error });
}

export function answerJson(res: ServerResponse, status: number, body: unknown): void {
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  res.end(JSON.stringify(body));
}
