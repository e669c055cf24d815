import { expect, it } from 'vitest';
import { createTurns } from './turns';

const never = new AbortController().signal;

it('gives as many turns as there are, then in the order asked', async () => {
  const turns = createTurns(2);
  const order: number[] = [];
  for (const number of [1, 2, 3, 4]) void turns.take(never).then(() => order.push(number));
  await Promise.resolve();
  expect({ order, taken: turns.taken }).toEqual({ order: [1, 2], taken: 2 });
  turns.giveBack();
  turns.giveBack();
  await Promise.resolve();
  expect(order).toEqual([1, 2, 3, 4]);
  turns.giveBack();
  turns.giveBack();
  expect(turns.taken).toBe(0);
});

it('goes round by name: one who asks much does not keep the others waiting', async () => {
  const turns = createTurns(1);
  const order: string[] = [];
  await turns.take(never, 'anna');
  const asked = ['anna', 'anna', 'anna', 'boris', 'anna', 'cleo', 'boris'];
  for (const [at, whose] of asked.entries()) {
    void turns.take(never, whose).then(() => order.push(`${whose}${at}`));
  }
  for (const _ of asked) {
    turns.giveBack();
    await Promise.resolve();
  }
  expect(order).toEqual(['anna0', 'boris3', 'cleo5', 'anna1', 'boris6', 'anna2', 'anna4']);
});

it('gives no turn to one who has left', async () => {
  const turns = createTurns(1);
  await turns.take(never, 'anna');
  const leaving = new AbortController();
  const left = turns.take(leaving.signal, 'boris');
  const stays = turns.take(never, 'boris');
  expect(turns.waiting).toBe(2);
  leaving.abort();
  expect(turns.waiting).toBe(1);
  expect(await left).toBe(false);
  turns.giveBack();
  expect(await stays).toBe(true);
  expect(await turns.take(AbortSignal.abort(), 'cleo')).toBe(false);
  expect(turns.taken).toBe(1);
});
