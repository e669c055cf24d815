import { newId } from '@emailai/contracts/ids';
import type { Ask, ScriptingWriter } from './open-rest-desk';

export const FINE_TUNE = '/api/user/ai/fine-tune';
const JOBS = '/v1/fine_tuning/jobs';
const JSON_TYPE = { 'Content-Type': 'application/json' };

export interface BadInput {
  what: string;
  method: string;
  path: string | ((world: World) => string);
  ask?: Ask | ((world: World) => Ask);
  status: number;
  code: string;
  param?: string | null;
  headers?: Record<string, string>;
}

/** What rows are about: the writer who asks, and things of another. */
export interface World {
  writer: ScriptingWriter;
  jobId: string;
  otherJobId: string;
  otherMailboxId: string;
}

/** Everything wrong that one may send, and what it is answered with. Each is sent with a good token unless it says. */
export const BAD_INPUTS: readonly BadInput[] = [
  ...['GET', 'POST', 'DELETE'].flatMap((method): BadInput[] => [
    {
      what: 'no token and no cookie',
      method,
      path: FINE_TUNE,
      ask: { token: undefined },
      status: 401,
      code: 'unauthenticated',
      headers: { 'www-authenticate': 'Bearer' },
    },
    {
      what: 'a token that is not known',
      method,
      path: FINE_TUNE,
      ask: { token: `eat_${newId()}_${'a'.repeat(43)}` },
      status: 401,
      code: 'unauthenticated',
    },
    {
      what: 'another way to authorise',
      method,
      path: FINE_TUNE,
      ask: { token: undefined, headers: { Authorization: 'Basic dXNlcjpwYXNz' } },
      status: 401,
      code: 'unauthenticated',
    },
    {
      what: 'the page of another site',
      method,
      path: FINE_TUNE,
      ask: { headers: { Origin: 'http://evil.example' } },
      status: 403,
      code: 'forbidden',
    },
    {
      what: 'a name that is not ours',
      method,
      path: FINE_TUNE,
      ask: { headers: { Host: 'rebound.example' } },
      status: 421,
      code: 'unknown_host',
    },
    {
      what: 'a query parameter that is not known',
      method,
      path: `${FINE_TUNE}?epochs=3`,
      status: 400,
      code: 'invalid_input',
      param: 'epochs',
    },
  ]),
  ...['PUT', 'PATCH', 'OPTIONS', 'TRACE'].map(
    (method): BadInput => ({
      what: 'a method it has not',
      method,
      path: FINE_TUNE,
      status: 405,
      code: 'method_not_allowed',
      headers: { allow: 'POST, GET, HEAD, DELETE' },
    }),
  ),
  ...[JOBS, `${JOBS}/${newId()}`, `${JOBS}/${newId()}/events`, '/api/openapi.json'].flatMap(
    (path) =>
      ['POST', 'DELETE'].map(
        (method): BadInput => ({
          what: 'a method it has not',
          method,
          path,
          status: 405,
          code: 'method_not_allowed',
          headers: { allow: 'GET, HEAD' },
        }),
      ),
  ),
  ...(
    [
      ['broken JSON', '{"emailAccountId":', null],
      ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), null],
      ['a list', '[]', null],
      ['a text', '"train"', null],
      ['null', 'null', null],
      ['a field that is not known', '{"learningRate":3}', 'learningRate'],
      ['a number of passes that is none', '{"epochs":"3"}', 'epochs'],
      ['a base without a name', '{"baseModel":""}', 'baseModel'],
      ['a field of every object', '{"__proto__":{"emailAccountId":"x"}}', '__proto__'],
      ['a number for an id', '{"emailAccountId":7}', 'emailAccountId'],
      ['null for an id', '{"emailAccountId":null}', 'emailAccountId'],
      ['no id', '{"emailAccountId":"../x"}', 'emailAccountId'],
      ['an id with a newline', '{"emailAccountId":"abcdefgh\\n"}', 'emailAccountId'],
    ] as const
  ).map(
    ([what, body, param]): BadInput => ({
      what,
      method: 'POST',
      path: FINE_TUNE,
      ask: { body, headers: JSON_TYPE },
      status: 400,
      code: 'invalid_input',
      param,
    }),
  ),
  {
    what: 'a mailbox that is not there',
    method: 'POST',
    path: FINE_TUNE,
    ask: { body: { emailAccountId: newId() } },
    status: 404,
    code: 'not_found',
    param: 'emailAccountId',
  },
  {
    what: 'the mailbox of another',
    method: 'POST',
    path: FINE_TUNE,
    ask: ({ otherMailboxId }) => ({ body: { emailAccountId: otherMailboxId } }),
    status: 404,
    code: 'not_found',
    param: 'emailAccountId',
  },
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    '',
  ].map(
    (type): BadInput => ({
      what: `a body of the type "${type}"`,
      method: 'POST',
      path: FINE_TUNE,
      ask: { body: '{}', headers: type === '' ? {} : { 'Content-Type': type } },
      status: 415,
      code: 'unsupported_media_type',
      param: 'Content-Type',
    }),
  ),
  {
    what: 'a compressed body',
    method: 'POST',
    path: FINE_TUNE,
    ask: { body: '{}', headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' } },
    status: 415,
    code: 'unsupported_media_type',
    param: 'Content-Encoding',
  },
  ...[17 * 1024, 900 * 1024, 4 * 1024 * 1024].map(
    (bytes): BadInput => ({
      what: `a body of ${bytes} bytes`,
      method: 'POST',
      path: FINE_TUNE,
      ask: { body: JSON.stringify({ x: 'y'.repeat(bytes) }), headers: JSON_TYPE },
      status: 413,
      code: 'payload_too_large',
    }),
  ),
  ...['short', 'x'.repeat(101)].map(
    (key): BadInput => ({
      what: `an Idempotency-Key of ${key.length} characters`,
      method: 'POST',
      path: FINE_TUNE,
      ask: { headers: { 'Idempotency-Key': key } },
      status: 400,
      code: 'invalid_input',
      param: 'Idempotency-Key',
    }),
  ),
  ...['GET', 'DELETE'].flatMap((method): BadInput[] => [
    {
      what: 'a body where none is taken',
      method,
      path: FINE_TUNE,
      ask: { body: '{"jobId":"x"}', headers: { ...JSON_TYPE, 'Content-Length': '13' } },
      status: 400,
      code: 'invalid_input',
    },
    {
      what: 'a parameter twice',
      method,
      path: `${FINE_TUNE}?emailAccountId=aaaaaa&emailAccountId=bbbbbb`,
      status: 400,
      code: 'invalid_input',
      param: 'emailAccountId',
    },
    {
      what: 'no id',
      method,
      path: `${FINE_TUNE}?emailAccountId=%00`,
      status: 400,
      code: 'invalid_input',
      param: 'emailAccountId',
    },
    {
      what: 'the mailbox of another',
      method,
      path: ({ otherMailboxId }) => `${FINE_TUNE}?emailAccountId=${otherMailboxId}`,
      status: 404,
      code: 'not_found',
      param: 'emailAccountId',
    },
  ]),
  {
    what: 'no id of a job',
    method: 'DELETE',
    path: `${FINE_TUNE}?jobId=`,
    status: 400,
    code: 'invalid_input',
    param: 'jobId',
  },
  {
    what: 'the job of another',
    method: 'DELETE',
    path: ({ otherJobId }) => `${FINE_TUNE}?jobId=${otherJobId}`,
    status: 404,
    code: 'not_found',
  },
  ...['0', '101', '-1', '1.5', 'ten', ''].flatMap((limit) =>
    [JOBS, 'events'].map(
      (place): BadInput => ({
        what: `the limit "${limit}"`,
        method: 'GET',
        path: ({ jobId }) =>
          `${place === 'events' ? `${JOBS}/${jobId}/events` : JOBS}?limit=${limit}`,
        status: 400,
        code: 'invalid_input',
        param: 'limit',
      }),
    ),
  ),
  {
    what: 'a job to go on after that is not there',
    method: 'GET',
    path: `${JOBS}?after=${newId()}`,
    status: 400,
    code: 'invalid_input',
    param: 'after',
  },
  {
    what: 'the job of another to go on after',
    method: 'GET',
    path: ({ otherJobId }) => `${JOBS}?after=${otherJobId}`,
    status: 400,
    code: 'invalid_input',
    param: 'after',
  },
  {
    what: 'the event of another job to go on after',
    method: 'GET',
    path: ({ jobId, otherJobId }) => `${JOBS}/${jobId}/events?after=ftevent-${otherJobId}-1`,
    status: 400,
    code: 'invalid_input',
    param: 'after',
  },
  ...['not%20an%20id', '..%2f..%2fetc', 'A'.repeat(20), newId(), '%E0%A4%A'].flatMap((id) =>
    ['', '/events'].map(
      (rest): BadInput => ({
        what: 'no job of anybody',
        method: 'GET',
        path: `${JOBS}/${id}${rest}`,
        status: 404,
        code: 'not_found',
        param: /^[a-z0-9]+$/.test(id) ? null : 'jobId',
      }),
    ),
  ),
  {
    what: 'the job of another',
    method: 'GET',
    path: ({ otherJobId }) => `${JOBS}/${otherJobId}`,
    status: 404,
    code: 'not_found',
  },
  ...['/v1', '/v1/', '/v1/models', `${JOBS}/`, `${FINE_TUNE}/`, '/api', '/api/', '/api/user'].map(
    (path): BadInput => ({
      what: 'an address that is none',
      method: 'GET',
      path,
      status: 404,
      code: 'not_found',
    }),
  ),
];
