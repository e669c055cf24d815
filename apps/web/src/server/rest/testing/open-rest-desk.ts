import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { createTestDatabase } from '@emailai/db/test-database';
import { createApiToken } from '@emailai/services/api-token/create-api-token';
import type { LogEntry } from '@emailai/services/log';
import { createWriter, type TestWriter } from '@emailai/services/testing/open-test-services';
import {
  type ControlPlane,
  type ControlPlaneInput,
  startControlPlane,
} from '../../start-control-plane';
import { type CheckAnswer, createAnswerCheck } from './check-answer';

export interface Ask {
  token?: string | undefined;
  headers?: Record<string, string>;
  /** Sent as it is; anything that is not a string or bytes becomes JSON with its Content-Type. */
  body?: unknown;
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
  /** The JSON of the body, or `null`. */
  json: unknown;
}

export interface ScriptingWriter extends TestWriter {
  token: string;
}

export interface RestDesk {
  plane: ControlPlane;
  base: string;
  logged: LogEntry[];
  /** One request; its answer must be as the document says. */
  ask(method: string, path: string, ask?: Ask): Promise<Answer>;
  /** A writer with so many sent mails and a token. */
  writer(sent?: number): Promise<ScriptingWriter>;
  /** How many rows every table has and a digest of them, but for when tokens were used last. */
  allRows(): Promise<unknown[]>;
  close(): Promise<void>;
}

/** The real server on a database of its own, and a caller who believes its document. */
export async function openRestDesk(
  over: Pick<ControlPlaneInput, 'operations' | 'intervals'> = {},
): Promise<RestDesk> {
  const stateDir = await mkdtemp(join(tmpdir(), 'emailai-rest-'));
  const database = await createTestDatabase();
  const logged: LogEntry[] = [];
  const plane = await startControlPlane({
    databaseUrl: database.url,
    vault: await openMailVault({ keyFile: join(stateDir, 'operator-key.json') }),
    stateDir,
    port: 0,
    pages: 'off',
    isDemo: false,
    keepsHouse: false,
    log: (entry) => logged.push(entry),
    ...over,
  });
  const base = `http://127.0.0.1:${plane.port}`;
  let check: CheckAnswer | undefined;

  return {
    plane,
    base,
    logged,
    async ask(method, path, ask = {}) {
      const answer = await send(base + path, method, ask);
      check ??= createAnswerCheck(JSON.parse((await send(`${base}/api/openapi.json`, 'GET')).text));
      check(method, path, answer);
      return answer;
    },
    async writer(sent = 0) {
      const writer = await createWriter(plane.ctx, sent);
      const input = { userId: writer.userId, name: 'test' };
      return { ...writer, token: (await createApiToken({ ctx: plane.ctx, input })).token };
    },
    async allRows() {
      const { pool } = database.db;
      const tables = await pool.query<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.tables
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
      );
      const digests = tables.rows.map(
        ({ name }) => `SELECT '${name}' AS name, count(*)::int AS rows,
          md5(string_agg(r, ',' ORDER BY r)) AS digest
          FROM (SELECT (to_jsonb(t) - 'lastUsedAt')::text AS r FROM "${name}" t) AS "${name}"`,
      );
      return (await pool.query(digests.join(' UNION ALL '))).rows;
    },
    async close() {
      await plane.close();
      await database.drop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

function send(url: string, method: string, ask: Ask = {}): Promise<Answer> {
  const { token, body } = ask;
  const isRaw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const headers = {
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    ...(isRaw ? {} : { 'Content-Type': 'application/json' }),
    ...ask.headers,
  };
  return new Promise((resolve, reject) => {
    const req = request(url, { method, headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk) => chunks.push(chunk));
      res.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = (res.headers['content-type'] ?? '').startsWith('application/json');
        const json = isJson && text !== '' ? JSON.parse(text) : null;
        resolve({ status: res.statusCode ?? 0, headers: res.headers, text, json });
      });
    });
    // More than once where the server hangs up on a body that is still being sent.
    req.on('error', reject);
    req.end(isRaw ? body : JSON.stringify(body));
  });
}
