import { ERROR_CODES, ServiceError } from '@emailai/contracts/errors';
import type { LogEntry } from '@emailai/services/log';
import { initTRPC, TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mapRefusals } from './map-refusals';
import { streamOf } from './stream-of';
import { shapeError } from './transport-errors';

/** A router that fails in every way, behind the same middleware and the same words as ours. */
function failingRouter(logged: LogEntry[]) {
  const t = initTRPC.create({
    errorFormatter: ({ error, shape }) =>
      shapeError({ error, shape, requestId: 'request1', log: (entry) => logged.push(entry) }),
  });
  const procedure = t.procedure.use(async ({ next }) => mapRefusals(await next()));
  const refuse = (code: (typeof ERROR_CODES)[number]) => {
    throw new ServiceError(code, 'What happened.', { nextStep: 'Do this.', details: { n: 1 } });
  };
  return t.router({
    refuse: procedure.input(z.enum(ERROR_CODES)).query(({ input }) => refuse(input)),
    crash: procedure.query(() => {
      throw new Error('password is hunter2');
    }),
    wrongAnswer: procedure.output(z.object({ n: z.number() })).query((): { n: number } => {
      return JSON.parse('{"n":"hunter2"}');
    }),
    stream: procedure.output(streamOf(z.number())).subscription(async function* () {
      yield 1;
      refuse('not_found');
    }),
  });
}

async function ask(path: string, input?: unknown) {
  const logged: LogEntry[] = [];
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const response = await fetchRequestHandler({
    endpoint: '/trpc',
    req: new Request(`http://localhost/trpc/${path}${query}`),
    router: failingRouter(logged),
  });
  return { status: response.status, text: await response.text(), logged };
}

const errorOf = (text: string): unknown => JSON.parse(text).error;

describe('what of an error leaves the process', () => {
  it.each([...ERROR_CODES])(
    '%s keeps its words, its code and a status of its own',
    async (code) => {
      const { status, text, logged } = await ask('refuse', code);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).not.toBe(500);
      expect(errorOf(text)).toEqual({
        message: 'What happened.',
        code: expect.any(Number),
        data: {
          code,
          nextStep: 'Do this.',
          details: { n: 1 },
          requestId: 'request1',
          httpStatus: status,
          path: 'refuse',
        },
      });
      // That it was refused, not with which words.
      const refused = { level: 'info', event: 'request_refused', requestId: 'request1' };
      expect(logged).toEqual([{ ...refused, path: 'refuse', code }]);
    },
  );

  it.each(['crash', 'wrongAnswer'])(
    '%s says nothing but a reference, and is logged',
    async (path) => {
      const { status, text, logged } = await ask(path);
      expect(status).toBe(500);
      expect(text).not.toContain('hunter2');
      expect(text).not.toContain('stack');
      expect(errorOf(text)).toMatchObject({ data: { code: 'internal', requestId: 'request1' } });
      expect(logged).toMatchObject([{ event: 'request_failed', requestId: 'request1', path }]);
    },
  );

  it('names the field of an input that does not fit', async () => {
    const { status, text } = await ask('refuse', 'nonsense');
    expect(status).toBe(400);
    expect(errorOf(text)).toMatchObject({ data: { code: 'invalid_input' } });
  });

  it('has no words for procedures that do not exist', async () => {
    const { status, text } = await ask('nothing');
    expect(status).toBe(404);
    expect(errorOf(text)).toMatchObject({ data: { code: 'not_found' } });
  });

  it('maps a refusal in the middle of a stream as well', async () => {
    const caller = failingRouter([]).createCaller({});
    const items: number[] = [];
    const read = async () => {
      for await (const item of await caller.stream()) items.push(item);
    };
    const error = await read().catch((thrown: unknown) => thrown);
    expect(items).toEqual([1]);
    expect(error).toBeInstanceOf(TRPCError);
    expect(error).toMatchObject({ code: 'NOT_FOUND', cause: { code: 'not_found' } });
  });
});
