import { z } from 'zod';
import { namedSchemas, type RouteDescription } from '../route-description';
import { describeOperation, type Operation } from './describe-operation';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** OpenAPI 3.1, as much of it as we write. */
export interface OpenApiDocument {
  openapi: '3.1.1';
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  security: never[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, JsonSchema>;
    securitySchemes: Record<string, object>;
  };
}

const SECURITY_SCHEMES = {
  personalToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token made in Settings → API tokens: `Authorization: Bearer eat_…`.',
  },
  sessionCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'emailai.session_token',
    description: 'Pages of this server; what changes something must carry their Origin.',
  },
  internalKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'The server’s INTERNAL_API_KEY.',
  },
};

/** The document of these routes, made from the very schemas that they read and answer by. */
export function buildDocument(
  routes: readonly RouteDescription[],
  serverUrl: string,
): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const route of routes) {
    const place = paths[route.path] ?? {};
    paths[route.path] = { ...place, [route.method.toLowerCase()]: describeOperation(route) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'emailai',
      version: '1',
      description:
        'A reply model of your own, trained on your own sent mail. Every refusal is `{error: {code, message, param, type, requestId}}`.',
    },
    servers: [{ url: serverUrl }],
    security: [],
    paths,
    components: { schemas: namedJsonSchemas(), securitySchemes: SECURITY_SCHEMES },
  };
}

function namedJsonSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(namedSchemas, { uri: schemaUri, io: 'output' });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  );
}

const schemaUri = (id: string) => `#/components/schemas/${id}`;
