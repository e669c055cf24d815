import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenApiDocument } from '../openapi/build-document';
import type { Answer } from './open-rest-desk';

/** Throws where an answer is not one that the document promises. */
export type CheckAnswer = (method: string, path: string, answer: Answer) => void;

/** Holds answers against a document, with a validator that knows nothing of zod. */
export function createAnswerCheck(document: OpenApiDocument): CheckAnswer {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'document', ...document });

  return (method, path, { status, headers, json, text }) => {
    if (!/^[a-z0-9]{20}$/.test(String(headers['x-request-id']))) {
      throw new Error(`${method} ${path} answered ${status} without X-Request-Id.`);
    }
    const [template, place] = placeOf(document, path);
    // Not ours to describe: sign-in and procedures. Their refusals are, where we refuse before them.
    if (place === undefined && status < 400) return;
    const operation = place?.[method === 'HEAD' ? 'get' : method.toLowerCase()];
    const key = operation && String(status) in operation.responses ? String(status) : 'default';
    const kind = kindOf(headers['content-type'] ?? '');
    const described = Object.keys(operation?.responses[key]?.content ?? {}).map(kindOf);
    if (operation && !described.includes(kind)) {
      throw new Error(`${method} ${path} answered ${status} as ${kind}, which is not described.`);
    }
    if (kind !== 'application/json' || method === 'HEAD') return;
    const pointer = operation
      ? ['paths', template, method.toLowerCase(), 'responses', key, 'content', kind, 'schema']
      : ['components', 'schemas', 'Refusal'];
    const steps = pointer.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'));
    const validate = ajv.getSchema(`document#/${steps.map(encodeURIComponent).join('/')}`);
    if (validate === undefined) throw new Error(`${method} ${path} has no schema for ${status}.`);
    if (validate(json)) return;
    throw new Error(`${method} ${path} ${status}: ${ajv.errorsText(validate.errors)}\n${text}`);
  };
}

/** The media type without its parameters. */
const kindOf = (contentType: string) => contentType.split(';')[0] ?? '';

function placeOf(document: OpenApiDocument, path: string) {
  const asked = path.split('?')[0] ?? '';
  const isThis = (template: string) =>
    new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(asked);
  const found = Object.entries(document.paths).find(([template]) => isThis(template));
  return found ?? (['', undefined] as const);
}
