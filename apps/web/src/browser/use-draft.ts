import type { DraftEvent, DraftVoice } from '@emailai/contracts/draft';
import { useState } from 'react';
import { type RefusalWords, refusalWords } from './refusal-words';
import { trpc } from './trpc';

export interface Draft {
  state: 'waiting' | 'writing' | 'done' | 'cut' | 'stopped' | 'failed';
  text: string;
  /** Who writes, in words, and under which model name and version. */
  writer: { label: string; model: string; version: number | null; voice: DraftVoice } | null;
  failure: RefusalWords | null;
}

const NEW_DRAFT: Draft = { state: 'waiting', text: '', writer: null, failure: null };

/** The draft after one more event. `started` begins anew: after a broken connection the server writes it again. */
export function foldDraft(draft: Draft, event: DraftEvent): Draft {
  switch (event.type) {
    case 'started': {
      const { label, model, version, voice } = event;
      return { ...NEW_DRAFT, state: 'writing', writer: { label, model, version, voice } };
    }
    case 'text':
      return { ...draft, text: draft.text + event.text };
    case 'ended':
      return { ...draft, state: event.reason === 'length' ? 'cut' : 'done' };
    case 'failed':
      return {
        ...draft,
        state: 'failed',
        failure: { message: event.message, nextStep: event.nextStep },
      };
  }
}

/** Has a draft written from the moment the component is shown, until it is done, stopped or hidden. */
export function useDraft(input: { messageId: string; voice: DraftVoice }) {
  const [draft, setDraft] = useState<Draft>(NEW_DRAFT);
  const isOpen = draft.state === 'waiting' || draft.state === 'writing';
  trpc.draft.write.useSubscription(input, {
    enabled: isOpen,
    onData: (event) => setDraft((was) => foldDraft(was, event)),
    onError: (error) =>
      setDraft((was) => ({ ...was, state: 'failed', failure: refusalWords(error) })),
  });
  return {
    draft,
    stop: () => setDraft((was) => ({ ...was, state: 'stopped' })),
    edit: (text: string) => setDraft((was) => ({ ...was, text })),
  };
}
