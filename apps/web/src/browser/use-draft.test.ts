import type { DraftEvent } from '@emailai/contracts/draft';
import { expect, it } from 'vitest';
import { type Draft, foldDraft } from './use-draft';

const empty: Draft = { state: 'waiting', text: '', writer: null, failure: null };
const started: DraftEvent = {
  type: 'started',
  draftId: 'draft00000000000000a',
  voice: 'tuned',
  model: 'emailai-usermailbox1:v2',
  version: 2,
  label: 'Written by your model, version 2',
};

it('grows by its tokens and says how it ended', () => {
  const events: DraftEvent[] = [
    started,
    { type: 'text', text: 'heya ' },
    { type: 'text', text: 'Marta,' },
    { type: 'ended', reason: 'length' },
  ];
  expect(events.reduce(foldDraft, empty)).toMatchObject({
    state: 'cut',
    text: 'heya Marta,',
    writer: { version: 2 },
  });
});

it('begins anew when the server starts it again after a broken connection', () => {
  const events: DraftEvent[] = [started, { type: 'text', text: 'heya' }, started];
  expect(events.reduce(foldDraft, empty)).toMatchObject({ state: 'writing', text: '' });
});

it('keeps what was written when it fails, with the next step', () => {
  const events: DraftEvent[] = [
    started,
    { type: 'text', text: 'heya' },
    { type: 'failed', message: 'The agent went offline.', nextStep: 'Ask again.' },
  ];
  expect(events.reduce(foldDraft, empty)).toMatchObject({
    state: 'failed',
    text: 'heya',
    failure: { message: 'The agent went offline.', nextStep: 'Ask again.' },
  });
});
