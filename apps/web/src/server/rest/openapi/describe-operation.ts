import { z } from 'zod';
import { refusalSchema } from '../refusal-schema';
import { namedSchemas, type RouteDescription } from '../route-description';

interface Content {
  description: string;
  content: Record<string, { schema: object }>;
}

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: Record<string, never[]>[];
  parameters?: object[];
  requestBody?: { required: boolean; content: Record<string, { schema: object }> };
  responses: Record<string, Content>;
}

const JSON_TYPE = 'application/json';

const REFUSED: Readonly<Record<number, string>> = {
  400: 'Something in the request cannot be used; `param` names it.',
  401: 'Nobody is signed in, or the token is not known.',
  403: 'Not allowed.',
  404: 'There is no such thing.',
  409: 'Things have moved on; the message says how.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  429: 'Asked too often; Retry-After says when again.',
  503: 'Not able to serve right now.',
};

/** What callers of each kind show, any one of the list. */
const SECURITY: Readonly<Record<RouteDescription['caller'], Operation['security']>> = {
  writer: [{ personalToken: [] }, { sessionCookie: [] }],
  internal: [{ internalKey: [] }],
  anybody: [],
};

/** One route as an OpenAPI operation. */
export function describeOperation(route: RouteDescription): Operation {
  const { operationId, tag, summary, details, caller, body } = route;
  const parameters = [
    ...parametersOf('path', route.params),
    ...parametersOf('query', route.query),
    ...parametersOf('header', route.headers),
  ];
  return {
    operationId,
    tags: [tag],
    summary,
    ...(details === undefined ? {} : { description: details }),
    security: SECURITY[caller],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !body.safeParse({}).success,
            content: { [JSON_TYPE]: { schema: inputSchema(body) } },
          },
        }),
    responses: responsesOf(route),
  };
}

function responsesOf(route: RouteDescription): Operation['responses'] {
  const responses: Operation['responses'] = {};
  for (const status of refusalsOf(route)) {
    responses[status] = contentOf(REFUSED[status] ?? 'Refused.', refusalSchema);
  }
  for (const [status, { description, schema, mediaType }] of Object.entries(route.answers)) {
    responses[status] = contentOf(description, schema, mediaType);
  }
  return { ...responses, default: contentOf('Any other refusal.', refusalSchema) };
}

/** The statuses with which a route of this kind can refuse, beside those of its own. */
function refusalsOf({ caller, query, headers, body, refusals = [] }: RouteDescription): number[] {
  const reads = query !== undefined || headers !== undefined || body !== undefined;
  return [
    ...(caller === 'anybody' ? [] : [401, 403]),
    ...(caller === 'writer' ? [429] : []),
    ...(reads ? [400] : []),
    ...(body === undefined ? [] : [413, 415]),
    ...refusals,
  ];
}

function contentOf(description: string, schema: z.ZodType, mediaType = JSON_TYPE): Content {
  const id = namedSchemas.get(schema)?.id;
  const shown =
    id === undefined ? withoutDialect(schema, 'output') : { $ref: `#/components/schemas/${id}` };
  return { description, content: { [mediaType]: { schema: shown } } };
}

function parametersOf(place: 'path' | 'query' | 'header', shape?: z.ZodObject): object[] {
  if (shape === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(shape, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = typeof property === 'boolean' ? {} : property;
    return {
      name,
      in: place,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema,
    };
  });
}

const inputSchema = (schema: z.ZodType) => withoutDialect(schema, 'input');

function withoutDialect(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
