import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REST_ROUTES } from '../rest-routes';
import { createAnswerCheck } from '../testing/check-answer';
import { openRestDesk, type RestDesk } from '../testing/open-rest-desk';
import type { OpenApiDocument } from './build-document';

let desk: RestDesk;
let document: OpenApiDocument;
beforeAll(async () => {
  desk = await openRestDesk();
  const answer = await desk.ask('GET', '/api/openapi.json');
  expect(answer.status).toBe(200);
  document = JSON.parse(answer.text);
});
afterAll(() => desk.close());

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Some address of that place. */
const addressOf = (template: string) => template.replace(/\{\w+\}/g, 'abcdefghij0123456789');
const operations = () =>
  Object.entries(document.paths).flatMap(([path, place]) =>
    Object.entries(place).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation,
    })),
  );

describe('the document', () => {
  it('is valid OpenAPI 3.1 by the official schema', async () => {
    const result = await new Validator().validate(structuredClone({ ...document }));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('holds every route that is served, and every place answers the methods it names and no other', async () => {
    const described = operations().map(({ method, path }) => `${method} ${path}`);
    for (const { method, path } of REST_ROUTES) expect(described).toContain(`${method} ${path}`);
    for (const path of Object.keys(document.paths)) {
      for (const method of METHODS) {
        const { status, headers } = await desk.ask(method, addressOf(path));
        expect(status === 404, `${method} ${path} is not served`).toBe(false);
        const isNamed = described.includes(`${method} ${path}`);
        expect(status === 405, `${method} ${path}`).toBe(!isNamed);
        const allowed = (headers.allow ?? '').split(', ').filter((one) => one !== 'HEAD');
        if (!isNamed) {
          const named = described.filter((one) => one.endsWith(` ${path}`));
          expect(allowed.map((one) => `${one} ${path}`).sort()).toEqual(named.sort());
        }
      }
    }
  });

  it('names every operation once, with words, who may call it and what it can answer', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations()) {
      expect(operation.summary.length, path).toBeGreaterThan(5);
      expect(operation.responses.default, path).toBeDefined();
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = (operation.parameters ?? []).filter(
        (parameter) => Reflect.get(parameter, 'in') === 'path',
      );
      expect(described.map((parameter) => Reflect.get(parameter, 'name'))).toEqual(names);
      for (const scheme of operation.security.flatMap(Object.keys)) {
        expect(document.components.securitySchemes).toHaveProperty(scheme);
      }
    }
  });

  it('asks anonymous callers for a token wherever it says so', async () => {
    for (const { path, method, operation } of operations()) {
      const { status } = await desk.ask(method, addressOf(path));
      expect(status === 401, `${method} ${path}`).toBe(operation.security.length > 0);
    }
  });
});

describe('the check that all other tests answer to', () => {
  it('notices an answer that the document does not promise', async () => {
    const check = createAnswerCheck(document);
    const { token } = await desk.writer(3);
    const path = '/api/user/ai/fine-tune';
    const answer = await desk.ask('GET', path, { token });
    expect(answer.status).toBe(200);
    expect(() => check('GET', path, answer)).not.toThrow();
    const missing = { ...answer, json: { ...Object(answer.json), history: undefined } };
    expect(() => check('GET', path, missing)).toThrow('history');
    const more = { ...answer, json: { ...Object(answer.json), secret: 'x' } };
    expect(() => check('GET', path, more)).toThrow('additional');
    const nested = structuredClone(Object(answer.json));
    nested.eligibility.sentCount = 'three';
    expect(() => check('GET', path, { ...answer, json: nested })).toThrow('sentCount');
    const html = { ...answer, headers: { ...answer.headers, 'content-type': 'text/html' } };
    expect(() => check('GET', path, html)).toThrow('not described');
    expect(() => check('GET', path, { ...answer, headers: {} })).toThrow('X-Request-Id');
    expect(() => check('GET', path, { ...answer, status: 418 })).toThrow('error');
  });
});
