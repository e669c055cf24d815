import type { IncomingHttpHeaders } from 'node:http';
import { ServiceError } from '@emailai/contracts/errors';
import { z } from 'zod';
import { HttpRefusal } from './http-refusal';
import { sentenceFor } from './sentence-for';

const NOTHING = z.strictObject({});

/** What the path names; an id that cannot be one is refused like one that does not exist. */
export function parseParams<Schema extends z.ZodObject>(
  schema: Schema | undefined,
  params: Readonly<Record<string, string>>,
): z.output<Schema> {
  const parsed = (schema ?? NOTHING).safeParse(params);
  if (parsed.success) return parsed.data as z.output<Schema>;
  throw new ServiceError('not_found', 'There is no such thing under this address.', {
    details: { param: parsed.error.issues[0]?.path.join('.') },
  });
}

/** Query parameters: each at most once, and none that the route does not know. */
export function parseQuery<Schema extends z.ZodObject>(
  schema: Schema | undefined,
  query: URLSearchParams,
): z.output<Schema> {
  for (const name of query.keys()) {
    if (query.getAll(name).length === 1) continue;
    throw new HttpRefusal('invalid_input', `${name} stands in the address twice. Send it once.`, {
      param: name,
    });
  }
  return parseOrRefuse((schema ?? NOTHING).strict(), Object.fromEntries(query)) as z.output<Schema>;
}

export function parseHeaders<Schema extends z.ZodObject>(
  schema: Schema | undefined,
  headers: IncomingHttpHeaders,
): z.output<Schema> {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(schema?.shape ?? {})) {
    const value = headers[name.toLowerCase()];
    if (value !== undefined) given[name] = value;
  }
  return parseOrRefuse(schema ?? NOTHING, given) as z.output<Schema>;
}

/** The JSON of a body; nothing at all reads as `{}`. A route without a schema takes no body. */
export function parseBody<Body>(
  schema: z.ZodType<Body> | undefined,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Body {
  if (schema === undefined) {
    if (body.length === 0) return undefined as Body;
    throw new HttpRefusal(
      'invalid_input',
      'This takes no body. Send what you mean in the address.',
    );
  }
  if (body.length === 0) return parseOrRefuse(schema, {});
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(headers['content-type'] ?? '')) {
    throw new HttpRefusal(
      'unsupported_media_type',
      'The body must be JSON. Send it with the header `Content-Type: application/json`.',
      { param: 'Content-Type' },
    );
  }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new HttpRefusal('unsupported_media_type', 'Send the body without Content-Encoding.', {
      param: 'Content-Encoding',
    });
  }
  return parseOrRefuse(schema, readJson(body));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new HttpRefusal(
      'invalid_input',
      'The body is not valid JSON. Correct it and send it again.',
    );
  }
}

function parseOrRefuse<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { message, param } = sentenceFor(parsed.error);
  throw new HttpRefusal('invalid_input', message, { param });
}
