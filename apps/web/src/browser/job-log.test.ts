import { expect, it } from 'vitest';
import { EMPTY_LOG, foldEvents, type WireJobEvent } from './job-log';

const jobId = 'job00000000000000001';
const at = '2026-03-12T10:00:00.000Z';
const event = (
  seq: number,
  status: WireJobEvent['status'],
  progress: number,
  payload: WireJobEvent['payload'],
): WireJobEvent => ({ jobId, seq, at, status, progress, payload });

const step = (seq: number, number: number, loss: number) =>
  event(seq, 'TRAINING', 30 + number, {
    type: 'step',
    step: number,
    totalSteps: 50,
    epoch: number / 10,
    loss,
    tokensPerSecond: 900,
    etaSeconds: 50 - number,
    costUsd: 0.001 * number,
  });

const events = [
  event(1, 'PENDING', 0, { type: 'created', retryOf: null }),
  event(2, 'EXTRACTING_DATA', 10, {
    type: 'claimed',
    agentId: 'agent0000000000000001',
    agentName: 'desk',
    epoch: 1,
  }),
  event(3, 'EXTRACTING_DATA', 10, { type: 'extracted', sent: 240, incoming: 210 }),
  step(4, 1, 4),
  step(5, 2, 3.5),
  event(6, 'TRAINING', 32, { type: 'epoch', epoch: 1, heldOutLoss: 3.2 }),
];

it('ends at the same picture however the events are cut into batches or repeated', () => {
  const once = foldEvents(EMPTY_LOG, events);
  const inParts = [events.slice(0, 3), events.slice(1, 5), events, events.slice(4)].reduce(
    foldEvents,
    EMPTY_LOG,
  );
  expect(inParts).toEqual(once);
  expect(once).toMatchObject({
    seq: 6,
    status: 'TRAINING',
    agentName: 'desk',
    attempt: 1,
    read: { sent: 240, incoming: 210 },
    steps: [
      { step: 1, loss: 4 },
      { step: 2, loss: 3.5 },
    ],
    epochs: [{ epoch: 1, step: 2, loss: 3.2 }],
  });
});

it('draws one curve over two attempts: steps trained again replace the first try', () => {
  const log = foldEvents(EMPTY_LOG, [
    ...events,
    step(7, 3, 3.1),
    event(8, 'PENDING', 0, { type: 'requeued', reason: 'The agent went offline.' }),
    event(9, 'EXTRACTING_DATA', 10, {
      type: 'claimed',
      agentId: 'agent0000000000000002',
      agentName: 'shed',
      epoch: 2,
    }),
    event(10, 'TRAINING', 30, { type: 'resumed', fromEpoch: 1 }),
    step(11, 3, 3.0),
  ]);
  expect(log.steps.map((point) => point.loss)).toEqual([4, 3.5, 3.0]);
  expect(log).toMatchObject({ attempt: 2, agentName: 'shed', resumedFromEpoch: 1 });
});
