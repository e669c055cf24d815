import { z } from 'zod';

export type Method = 'GET' | 'POST' | 'DELETE';

export interface AnswerDescription {
  description: string;
  schema: z.ZodType;
  /** JSON unless said otherwise; any other kind is sent as the string it is. */
  mediaType?: string;
}

/** What the OpenAPI document says about a route: plain data, and the schemas by which it reads and answers. */
export interface RouteDescription {
  method: Method;
  /** As in OpenAPI: `/v1/fine_tuning/jobs/{jobId}`. */
  path: string;
  operationId: string;
  tag: string;
  summary: string;
  details?: string;
  /**
   * `writer`: a personal token, or the session cookie of a page of ours. `internal`: whoever holds the server's
   * own key. `anybody`: nobody is asked.
   */
  caller: 'writer' | 'internal' | 'anybody';
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** By the names of the document, like `Idempotency-Key`. */
  headers?: z.ZodObject;
  /** JSON. */
  body?: z.ZodType;
  /** By status. Refusals that carry more than the plain envelope stand here as well. */
  answers: Readonly<Record<number, AnswerDescription>>;
  /** Further statuses of refusals with the plain envelope, beside those that every such route has. */
  refusals?: readonly number[];
}

/** Schemas that get a name of their own in the document. */
export const namedSchemas = z.registry<{ id: string }>();

/** Names a schema in the document. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  namedSchemas.add(schema, { id });
  return schema;
}
