import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createUpgradeGate } from './upgrade-gate';

/** A connection of which we see what it was answered. */
function caller() {
  const socket = new PassThrough();
  const answer = async () => {
    const [chunk] = await once(socket, 'data');
    return String(chunk).split('\r\n')[0];
  };
  return { socket, answer };
}

/** A look-up that ends when it is told. */
function lookUp() {
  let end: (found: string) => void = () => undefined;
  const found = new Promise<string>((resolve) => {
    end = resolve;
  });
  let asked = false;
  const check = () => {
    asked = true;
    return found;
  };
  return { check, end, wasAsked: () => asked };
}

it('looks up so many at once, lets so many wait, and sends the rest away unread', async () => {
  const gate = createUpgradeGate({ atOnce: 1, waiting: 1 });
  const [first, second, third] = [lookUp(), lookUp(), lookUp()];
  const running = gate.pass(caller().socket, first.check);
  const waiting = gate.pass(caller().socket, second.check);
  const late = caller();
  expect(await gate.pass(late.socket, third.check)).toBeNull();
  expect(await late.answer()).toBe('HTTP/1.1 503 Service Unavailable');
  expect([second.wasAsked(), third.wasAsked()]).toEqual([false, false]);
  first.end('a');
  expect(await running).toEqual({ found: 'a' });
  second.end('b');
  expect(await waiting).toEqual({ found: 'b' });
});

it('forgets who leaves, in the queue or in its turn, and keeps its turns', async () => {
  const gate = createUpgradeGate({ atOnce: 1, waiting: 2 });
  const [first, second, third] = [lookUp(), lookUp(), lookUp()];
  const [leaver, left] = [caller().socket, caller().socket];
  const running = gate.pass(leaver, first.check);
  const waiting = gate.pass(left, second.check);
  left.destroy();
  expect(await waiting).toBeNull();
  const next = gate.pass(caller().socket, third.check);
  leaver.destroy();
  first.end('a');
  expect(await running).toBeNull();
  third.end('c');
  expect(await next).toEqual({ found: 'c' });
  expect(second.wasAsked()).toBe(false);
});

it('gives a turn back when the look-up fails, and lets nobody in once it is closed', async () => {
  const gate = createUpgradeGate({ atOnce: 1, waiting: 1 });
  const broken = () => Promise.reject(new Error('The database is away.'));
  await expect(gate.pass(caller().socket, broken)).rejects.toThrow('away');
  expect(await gate.pass(caller().socket, async () => 1)).toEqual({ found: 1 });
  gate.close();
  const late = caller();
  expect(await gate.pass(late.socket, async () => 1)).toBeNull();
  expect(await late.answer()).toContain('503');
});
