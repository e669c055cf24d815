import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { seedAgent } from '../testing/seed-rows';
import { listsModel } from './lists-model';
import { touchAgent } from './touch-agent';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it('answers for what the agent said last, and no for one that said nothing or is not there', async () => {
  const { db } = test;
  const agentId = await seedAgent(db);
  const lists = (id: string, modelTag: string) => listsModel(db, { agentId: id, modelTag });
  expect(await lists(agentId, 'one:v1')).toBe(false);
  await touchAgent(db, { agentId, said: { models: ['one:v1', 'two:v1'] }, isHere: true });
  expect(await lists(agentId, 'one:v1')).toBe(true);
  expect(await lists(agentId, 'one:v')).toBe(false);
  await touchAgent(db, { agentId, said: { models: ['two:v1'] }, isHere: true });
  expect(await lists(agentId, 'one:v1')).toBe(false);
  expect(await lists(newId(), 'two:v1')).toBe(false);
});
