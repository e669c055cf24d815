import { expect, it } from 'vitest';
import { CANARIES } from './canaries';
import { measureCanaries } from './measure-canaries';

it('lets nothing that was planted into a training set, and keeps the mail around it', async () => {
  const figures = await measureCanaries();
  expect(figures.leaks).toEqual([]);
  expect(figures.planted).toBe(CANARIES.length * 6);
  // Four mailboxes of some 245 mails; what only had to be hidden still made rows.
  expect(figures.rows).toBeGreaterThan(600);
}, 120_000);
