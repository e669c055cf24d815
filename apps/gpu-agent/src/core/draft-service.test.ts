import type { DraftOrder } from '@emailai/contracts/agent-protocol';
import { describe, expect, it } from 'vitest';
import { FakePlane } from '../testing/fake-plane';
import { createManualClock, settle } from '../testing/manual-clock';
import { createDraftService } from './draft-service';
import type { WriteDraft } from './ports';
import { createUplink } from './uplink';

const order = (draftId: string): DraftOrder => ({
  draftId,
  modelName: null,
  userMessage: 'Write my reply to this email.',
  maxTokens: 100,
});

/** A voice that says a word each time it is let, until it is stopped. */
function patientVoice() {
  const speaking = new Set<() => void>();
  const begun: string[] = [];
  const stopped: string[] = [];
  const writeDraft: WriteDraft = async function* ({ userMessage, signal }) {
    begun.push(userMessage);
    for (let word = 1; ; word += 1) {
      await new Promise<void>((resolve) => {
        speaking.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      if (signal.aborted) {
        stopped.push(userMessage);
        return 'stop';
      }
      yield `word${word} `;
    }
  };
  const speak = async () => {
    for (const go of [...speaking]) {
      speaking.delete(go);
      go();
    }
    await settle();
  };
  return { writeDraft, begun, stopped, speak };
}

async function open(writeDraft: WriteDraft, maxAtOnce = 2) {
  const plane = new FakePlane();
  const clock = createManualClock();
  const uplink = createUplink({ clock, random: () => 0.5 });
  uplink.attach(await plane.dial(new AbortController().signal));
  const said: string[] = [];
  const log = (sentence: string) => void said.push(sentence);
  const drafts = createDraftService({ writeDraft, uplink, clock, log, maxAtOnce });
  return { plane, clock, drafts, said };
}

describe('the draft service', () => {
  it('writes so many at once as it may, the rest in their order', async () => {
    const voice = patientVoice();
    const { drafts } = await open(voice.writeDraft, 2);
    for (const id of ['draft001', 'draft002', 'draft003']) {
      drafts.obey({ kind: 'write', order: order(id) });
    }
    await settle();
    expect(voice.begun).toHaveLength(2);
    drafts.obey({ kind: 'stop', draftId: 'draft001' });
    await settle();
    expect(voice.begun).toHaveLength(3);
    await drafts.stopAll();
    expect(drafts.writing).toBe(0);
  });

  it('passes over a draft that was stopped while it waited', async () => {
    const voice = patientVoice();
    const { drafts } = await open(voice.writeDraft, 1);
    for (const id of ['draft001', 'draft002', 'draft003']) {
      drafts.obey({ kind: 'write', order: order(id) });
    }
    await settle();
    drafts.obey({ kind: 'stop', draftId: 'draft002' });
    drafts.obey({ kind: 'stop', draftId: 'draft001' });
    await settle();
    expect(voice.begun).toHaveLength(2);
    expect(drafts.writing).toBe(1);
    await drafts.stopAll();
  });

  it('writes an order once, however often a new subscription repeats it', async () => {
    const voice = patientVoice();
    const { drafts } = await open(voice.writeDraft);
    drafts.obey({ kind: 'write', order: order('draft001') });
    drafts.obey({ kind: 'write', order: order('draft001') });
    await settle();
    expect(voice.begun).toHaveLength(1);
    await drafts.stopAll();
  });

  it('gathers tokens for 50 ms and numbers the batches', async () => {
    const voice = patientVoice();
    const { drafts, plane, clock } = await open(voice.writeDraft);
    drafts.obey({ kind: 'write', order: order('draft001') });
    await settle();
    for (let word = 0; word < 4; word += 1) await voice.speak();
    await clock.advance(50);
    expect(plane.tokens.map(({ seq, text }) => ({ seq, text }))).toEqual([
      { seq: 0, text: 'word1 ' },
      { seq: 1, text: 'word2 word3 word4 ' },
    ]);
    await drafts.stopAll();
  });

  it('stops the voice when nobody reads any more', async () => {
    const voice = patientVoice();
    const { drafts, plane } = await open(voice.writeDraft);
    plane.wanted = false;
    drafts.obey({ kind: 'write', order: order('draft001') });
    await settle();
    await voice.speak();
    await settle();
    expect(voice.stopped).toHaveLength(1);
    expect(drafts.writing).toBe(0);
  });

  it('tells the reader when the voice fails', async () => {
    const { drafts, plane, clock } = await open(async function* () {
      yield 'Heya ';
      throw new Error('This agent does not hold the model.');
    });
    drafts.obey({ kind: 'write', order: order('draft001') });
    await clock.advance(200);
    expect(plane.tokens.at(-1)?.end).toEqual({
      kind: 'failed',
      message: 'This agent does not hold the model.',
    });
  });
});
