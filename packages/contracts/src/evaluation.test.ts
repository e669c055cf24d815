import { expect, it } from 'vitest';
import { verdictOf } from './evaluation';

const heldOut = { pairs: 24, tokens: 1_000, base: 4.0 };

it('promotes a model that predicts its writer better', () => {
  expect(verdictOf({ ...heldOut, tuned: 2.0 }).verdict).toBe('promote');
});

it('keeps the base when the gain is too small, absent, or nothing was measured', () => {
  expect(verdictOf({ ...heldOut, tuned: 3.95 }).verdict).toBe('keep_base');
  expect(verdictOf({ ...heldOut, tuned: 5 }).verdict).toBe('keep_base');
  expect(verdictOf({ ...heldOut, pairs: 0, tuned: 1 }).verdict).toBe('keep_base');
});
