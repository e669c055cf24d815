import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BAD_INPUTS, FINE_TUNE, type World } from './testing/bad-inputs';
import { openRestDesk, type RestDesk, type ScriptingWriter } from './testing/open-rest-desk';

let desk: RestDesk;
let world: World;
beforeAll(async () => {
  desk = await openRestDesk();
  const [writer, other] = [await desk.writer(100), await desk.writer(100)];
  const order = async ({ token, userId }: ScriptingWriter) => {
    await desk.ask('POST', FINE_TUNE, { token });
    const { prisma } = desk.plane.ctx.db;
    return (await prisma.fineTuningJob.findFirstOrThrow({ where: { userId } })).id;
  };
  // The writer's own job has ended, so that a POST taken by mistake would show.
  const jobId = await order(writer);
  await desk.ask('DELETE', FINE_TUNE, { token: writer.token });
  world = { writer, jobId, otherJobId: await order(other), otherMailboxId: other.emailAccountId };
});
afterAll(() => desk.close());

it.each(BAD_INPUTS.map((row, at) => [`${at} ${row.method} with ${row.what}`, row] as const))(
  '%s is refused in words, and changes nothing',
  async (_, { method, path, ask = {}, status, code, param = null, headers = {} }) => {
    const sent = {
      token: world.writer.token,
      ...(typeof ask === 'function' ? ask(world) : ask),
    };
    const before = await desk.allRows();
    const answer = await desk.ask(method, typeof path === 'function' ? path(world) : path, sent);
    expect(answer.json, answer.text).toEqual({
      error: {
        code,
        message: expect.stringMatching(/^\S.{15,}[.…]$/),
        param,
        type: expect.stringMatching(/_error$/),
        requestId: answer.headers['x-request-id'],
      },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ ...headers, 'cache-control': 'no-store' });
    expect(await desk.allRows()).toEqual(before);
  },
);

it('cuts an endless body off, and serves the next one', async () => {
  const socket = connect(desk.plane.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  let answered = '';
  socket.on('data', (chunk) => {
    answered += chunk;
  });
  const { token } = world.writer;
  socket.write(
    `POST ${FINE_TUNE} HTTP/1.1\r\nHost: 127.0.0.1:${desk.plane.port}\r\nAuthorization: Bearer ${token}\r\n` +
      'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
  );
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
  const pour = () => {
    while (socket.writable && socket.write(chunk));
  };
  socket.on('drain', pour);
  pour();
  await closed;
  expect(answered).toContain('HTTP/1.1 413');
  expect((await desk.ask('GET', FINE_TUNE, { token })).status).toBe(200);
});

it.each([
  'THIS IS NOT HTTP',
  'GET // HTTP/1.1',
  'GET http://[bad/ HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  `GET ${FINE_TUNE} HTTP/1.1\r\nContent-Length: many`,
])('says in the same shape what is no request at all: %s', async (line) => {
  const { port } = desk.plane;
  const socket = connect(port, '127.0.0.1');
  socket.write(`${line}\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 400 /);
  expect(head).toMatch(/^X-Request-Id: [a-z0-9]{20}$/m);
  expect(JSON.parse(body)).toMatchObject({ error: { code: 'invalid_input', param: null } });
});

it('has told of nothing that went wrong on our side', () => {
  expect(desk.logged.filter(({ level }) => level === 'error')).toEqual([]);
});
