import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAgent, openTestServices, type TestServices } from '../testing/open-test-services';
import { closeRevokedLinks } from './close-revoked-links';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices({ feedPollMs: 600_000 });
});
afterAll(() => test.close());

it('closes the sockets of agents that were revoked while nobody could tell', async () => {
  const { ctx } = test;
  const [revoked, other] = [await createAgent(ctx), await createAgent(ctx)];
  const closed: string[] = [];
  const detach = [revoked, other].map(({ id }) =>
    ctx.agentLinks.attach({ agentId: id, linkId: newId(), close: (why) => closed.push(id, why) }),
  );
  await closeRevokedLinks({ ctx, input: {} });
  expect(closed).toEqual([]);
  await ctx.db.prisma.agent.update({ where: { id: revoked.id }, data: { revokedAt: new Date() } });
  await closeRevokedLinks({ ctx, input: {} });
  expect(closed).toEqual([revoked.id, 'revoked']);
  for (const leave of detach) leave();
});
