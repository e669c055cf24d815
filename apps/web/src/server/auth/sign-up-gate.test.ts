import { expect, it } from 'vitest';
import { createSignUpGate } from './sign-up-gate';

function gateOf(signUp: 'first' | 'open' | 'never', users = false) {
  const world = { users, nowMs: 1_000_000 };
  const gate = createSignUpGate({
    signUp,
    hasUsers: async () => world.users,
    now: () => world.nowMs,
  });
  return { world, gate };
}

it('makes the first visitor the operator and closes behind them', async () => {
  const { world, gate } = gateOf('first');
  expect(await gate.state()).toBe('first_visitor');
  expect(await gate.admit()).toBe('operator');
  world.users = true;
  gate.settled();
  expect(await gate.state()).toBe('closed');
  expect(await gate.admit()).toBeNull();
});

it('lets one of two simultaneous first visitors in', async () => {
  const { gate } = gateOf('first');
  expect(await Promise.all([gate.admit(), gate.admit()])).toEqual(['operator', null]);
});

it('gives the seat back when the first visitor does not come through', async () => {
  const { world, gate } = gateOf('first');
  await gate.admit();
  world.nowMs += 10_001;
  expect(await gate.admit()).toBe('operator');
});

it('lets later ones in as writers where sign-up is open', async () => {
  const { gate } = gateOf('open', true);
  expect(await gate.admit()).toBe('writer');
});

it('lets nobody sign up in the demo', async () => {
  const { gate } = gateOf('never');
  expect(await gate.state()).toBe('closed');
  expect(await gate.admit()).toBeNull();
});
