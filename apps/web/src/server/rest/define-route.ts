import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceContext } from '@emailai/services/context';
import type { z } from 'zod';
import { parseBody, parseHeaders, parseParams, parseQuery } from './parse-request';
import type { RouteDescription } from './route-description';

/** A request that has found its route, before anything of it was parsed. */
export interface RestRequest {
  services: ServiceContext;
  /** Who asks, on routes of writers. */
  userId: string | null;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Who is at the other end of the connection: a proxy, where there is one. */
  peerAddress: string;
  body: Buffer;
}

export interface RestAnswer {
  status: number;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}

export interface RestRoute extends RouteDescription {
  /** Largest body in bytes. */
  maxBodyBytes: number;
  run(request: RestRequest): Promise<RestAnswer>;
}

type Shape = z.ZodObject;
type None = z.ZodObject<Record<never, z.ZodType>>;

interface Call<Params extends Shape, Query extends Shape, Headers extends Shape, Body> {
  request: RestRequest;
  services: ServiceContext;
  params: z.output<Params>;
  query: z.output<Query>;
  headers: z.output<Headers>;
  body: Body;
}

interface Spec<Params extends Shape, Query extends Shape, Headers extends Shape, Body>
  extends RouteDescription {
  params?: Params;
  query?: Query;
  headers?: Headers;
  body?: z.ZodType<Body>;
  maxBodyBytes?: number;
}

const MAX_BODY_BYTES = 16 * 1024;

/** A route of a writer: whoever asks was authenticated before anything of the request was read. */
export function writerRoute<
  Params extends Shape = None,
  Query extends Shape = None,
  Headers extends Shape = None,
  Body = undefined,
>(
  spec: Omit<Spec<Params, Query, Headers, Body>, 'caller'> & {
    handle(call: Call<Params, Query, Headers, Body> & { userId: string }): Promise<RestAnswer>;
  },
): RestRoute {
  const { handle, maxBodyBytes = MAX_BODY_BYTES, ...description } = spec;
  return {
    ...description,
    caller: 'writer',
    maxBodyBytes,
    async run(request) {
      if (request.userId === null) throw new Error(`${spec.path} was reached without a writer.`);
      return handle({ ...parseCall(spec, request), userId: request.userId });
    },
  };
}

/** A route that is open to anybody, or that checks by itself (`admit`) who may call it before anything is parsed. */
export function openRoute<
  Params extends Shape = None,
  Query extends Shape = None,
  Headers extends Shape = None,
  Body = undefined,
>(
  spec: Spec<Params, Query, Headers, Body> & {
    caller: 'internal' | 'anybody';
    admit?(request: RestRequest): Promise<void>;
    handle(call: Call<Params, Query, Headers, Body>): Promise<RestAnswer>;
  },
): RestRoute {
  const { handle, admit, maxBodyBytes = MAX_BODY_BYTES, ...description } = spec;
  return {
    ...description,
    maxBodyBytes,
    async run(request) {
      await admit?.(request);
      return handle(parseCall(spec, request));
    },
  };
}

function parseCall<Params extends Shape, Query extends Shape, Headers extends Shape, Body>(
  spec: Omit<Spec<Params, Query, Headers, Body>, 'caller'>,
  request: RestRequest,
): Call<Params, Query, Headers, Body> {
  return {
    request,
    services: request.services,
    params: parseParams(spec.params, request.params),
    query: parseQuery(spec.query, request.query),
    headers: parseHeaders(spec.headers, request.headers),
    body: parseBody(spec.body, request.headers, request.body),
  };
}
