import { agentRouter, createAgentCaller } from '@emailai/api/agent/router';
import { appRouter, createAppCaller } from '@emailai/api/app/router';
import { callByPath } from '@emailai/api/testing/call-by-path';
import { ServiceError } from '@emailai/contracts/errors';
import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { REST_ROUTES } from '../rest/rest-routes';
import {
  createKnocker,
  type Door,
  type Knocker,
  type Outcome,
  type ProcedureKind,
} from './testing/knock';
import { AGENT_MATRIX, APP_MATRIX, type Expected, type Row } from './testing/matrix';
import { openWorld, type World } from './testing/open-world';

const DOORS = {
  app: { router: appRouter, matrix: APP_MATRIX },
  agent: { router: agentRouter, matrix: AGENT_MATRIX },
} as const;

const kindSchema = z.enum(['query', 'mutation', 'subscription']);

interface Asked extends Row {
  door: Door;
  path: string;
  kind: ProcedureKind;
}

const ASKED: Asked[] = (['app', 'agent'] as const).flatMap((door) => {
  const { router, matrix } = DOORS[door];
  const known = Object.entries<Row>(matrix).filter(([path]) => path in router._def.procedures);
  return known.map(([path, row]) => ({
    ...row,
    door,
    path,
    kind: kindOf(router, path),
  }));
});

/** The router keeps its procedures by path, though its types nest them. */
function kindOf(router: (typeof DOORS)[Door]['router'], path: string): ProcedureKind {
  const procedure: unknown = Reflect.get(router._def.procedures, path);
  return z.object({ type: kindSchema }).parse(Reflect.get(Object(procedure), '_def')).type;
}

/** Everybody to whom it does not belong, what they show, and which claim they speak of. */
const STRANGERS = {
  anonymous: { who: () => ({}), held: 'now' },
  otherUser: { who: ({ people }: World) => people.otherUser, held: 'now' },
  operator: { who: ({ people }: World) => people.operator, held: 'now' },
  otherAgent: { who: ({ agents }: World) => tokenOf(agents.otherAgent), held: 'now' },
  formerAgent: { who: ({ agents }: World) => tokenOf(agents.formerAgent), held: 'former' },
  revokedAgent: { who: ({ agents }: World) => tokenOf(agents.revokedAgent), held: 'now' },
  staleEpoch: { who: ({ agents }: World) => tokenOf(agents.holder), held: 'stale' },
} as const;
type Stranger = keyof typeof STRANGERS;
const strangers = Object.keys(STRANGERS) as Stranger[];

const tokenOf = ({ id, token }: { id: string; token: string }) => ({ userId: id, token });

function inputFor(world: World, row: Row, claim: 'now' | 'former' | 'stale'): unknown {
  return row.input?.(world, world.held[row.stage ?? 'EXTRACTING_DATA'][claim]);
}

function knock(world: World, who: Knocker, asked: Asked, input: unknown): Promise<Outcome> {
  const { door, path, kind, isSilent = false } = asked;
  return createKnocker(world.plane.port, who)({ door, path, kind, input, isSilent });
}

/** The upgrade asks already who it is: nobody without a session gets as far as a live procedure of the app. */
function expectedOf({ door, kind, ...row }: Asked, stranger: Stranger): Expected {
  const expected = row[stranger];
  const isRefusedAtDoor = door === 'app' && kind === 'subscription';
  return isRefusedAtDoor && expected === 'unauthenticated' ? 'no_socket' : expected;
}

/** What an outcome says, in the words of the table. */
function verdictOf(outcome: Outcome): Expected | string {
  if (outcome.kind === 'refused') return outcome.code;
  const said = JSON.stringify(outcome.answer) ?? '';
  return /"(directive|decision)":"lost"/.test(said) ? 'lost' : 'nothing';
}

const saidIn = (outcome: Outcome) =>
  JSON.stringify(outcome.kind === 'refused' ? outcome.words : outcome.answer) ?? '';

describe('every procedure', () => {
  it.each(['app', 'agent'] as const)('of the %s router stands in the table', (door) => {
    const { router, matrix } = DOORS[door];
    expect(Object.keys(router._def.procedures).sort()).toEqual(Object.keys(matrix).sort());
  });

  describe('asked by others', () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld();
    });
    afterAll(() => world.close());

    it.each(ASKED)('$door $path refuses, tells nothing and changes nothing', async (asked) => {
      for (const stranger of strangers) {
        const expected = expectedOf(asked, stranger);
        if (expected === 'rightful') continue;
        const { who, held } = STRANGERS[stranger];
        const input = inputFor(world, asked, held);
        if (expected === 'no_fence') {
          expect(JSON.stringify(input) ?? '', stranger).not.toContain('"epoch"');
          continue;
        }
        const knocker: Knocker & { userId?: string } = who(world);
        const except = knocker.userId === undefined ? [] : [knocker.userId];
        const before = await world.fingerprint(except);
        const outcome = await knock(world, knocker, asked, input);
        expect(verdictOf(outcome), stranger).toBe(expected);
        expect(await world.fingerprint(except), `${stranger} changed something`).toEqual(before);
        const asIn = JSON.stringify(input) ?? '';
        const told = world.secrets.filter(
          (secret) => !asIn.includes(secret) && saidIn(outcome).includes(secret),
        );
        expect(told, `${stranger} was told`).toEqual([]);
      }
    });

    it.each(ASKED.filter(({ otherUser }) => otherUser === 'not_found'))(
      '$door $path answers about what is another’s as about what is not there',
      async (asked) => {
        const input = inputFor(world, asked, 'now');
        const missing = JSON.parse(
          JSON.stringify(input).replace(/\b[a-z0-9]{20}\b/g, () => newId()),
        );
        const { otherUser } = world.people;
        const [theirs, nothing] = [
          await knock(world, otherUser, asked, input),
          await knock(world, otherUser, asked, missing),
        ];
        const withoutIds = (outcome: Outcome) => saidIn(outcome).replace(/\b[a-z0-9]{20}\b/g, 'id');
        expect(withoutIds(theirs)).toBe(withoutIds(nothing));
      },
    );

    it.each(ASKED.filter(({ otherAgent }) => otherAgent === 'grant_refused'))(
      'agent $path asks for the grant that was given for this job, agent and epoch',
      async (asked) => {
        const { now, stale, former } = world.held[asked.stage ?? 'EXTRACTING_DATA'];
        const before = await world.fingerprint([]);
        for (const shown of [
          { ...now, grant: '' },
          { ...now, grant: `z${now.grant}` },
          { ...now, grant: stale.grant },
          { ...now, grant: former.grant },
          { ...now, epoch: now.epoch + 1 },
          { ...now, jobId: world.waitingJobId },
        ]) {
          const input = asked.input?.(world, shown);
          const outcome = await knock(world, tokenOf(world.agents.holder), asked, input);
          expect(verdictOf(outcome)).toBe('grant_refused');
        }
        expect(await world.fingerprint([])).toEqual(before);
      },
    );

    // Both may be asked over a socket that was opened while all was well.
    it.each(ASKED.filter(({ door }) => door === 'agent'))(
      'agent $path refuses a revoked agent whose socket is still open',
      async (asked) => {
        const { id, name } = world.agents.revokedAgent;
        const context = { services: world.plane.ctx, requestId: newId(), linkId: newId() };
        const caller = createAgentCaller({ ...context, agent: { id, name } });
        await expectUnauthenticated(callByPath(caller, asked.path, inputFor(world, asked, 'now')));
      },
    );
    it.each(ASKED.filter(({ door, anonymous }) => door === 'app' && anonymous !== 'nothing'))(
      'app $path refuses whoever has signed out, though the socket is still open',
      async (asked) => {
        const context = { services: world.plane.ctx, requestId: newId(), isDemo: false };
        const caller = createAppCaller({ ...context, user: null });
        await expectUnauthenticated(callByPath(caller, asked.path, inputFor(world, asked, 'now')));
      },
    );

    it.each(REST_ROUTES)(
      '$method $path refuses agents, revoked or not',
      async ({ method, path }) => {
        const { port } = world.plane;
        const at = path.replace('{jobId}', world.endedJobId);
        const before = await world.fingerprint([]);
        for (const { token } of [world.agents.otherAgent, world.agents.revokedAgent]) {
          const answer = await fetch(`http://127.0.0.1:${port}${at}`, {
            method,
            headers: { Authorization: `Bearer ${token}` },
          });
          expect(answer.status).toBe(401);
          expect(await answer.json()).toMatchObject({ error: { code: 'unauthenticated' } });
        }
        expect(await world.fingerprint([])).toEqual(before);
      },
    );
  });

  describe('asked by those whom it is there for', () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld();
    });
    afterAll(() => world.close());

    it('is carried out, so that what refuses others is who they are', async () => {
      const { people, agents } = world;
      const rightful = { ...people, holder: tokenOf(agents.holder) };
      for (const asked of ASKED) {
        const input = inputFor(world, asked, 'now');
        const outcome = await knock(world, rightful[asked.rightful], asked, input);
        const verdict = verdictOf(outcome);
        expect(verdict, `${asked.path}: ${saidIn(outcome)}`).toBe('nothing');
      }
    });
  });
});

async function expectUnauthenticated(answer: Promise<unknown>): Promise<void> {
  const error = await answer.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ cause: expect.any(ServiceError) });
  expect(error).toMatchObject({ cause: { code: 'unauthenticated' } });
}
