import type { Draft } from '../../browser/use-draft';

const tuned: NonNullable<Draft['writer']> = {
  label: 'Written by your model, version 2',
  model: 'emailai-usergallery0000000000002:v2',
  version: 2,
  voice: 'tuned',
};
const base: NonNullable<Draft['writer']> = {
  label: 'Written by the base',
  model: 'emailai-tiny',
  version: null,
  voice: 'base',
};

export const DRAFT_FIXTURES: readonly { title: string; draft: Draft }[] = [
  { title: 'Asking', draft: { state: 'waiting', text: '', writer: null, failure: null } },
  {
    title: 'Writing',
    draft: {
      state: 'writing',
      text: 'heya Marta,\n\nreckon friday at ten',
      writer: tuned,
      failure: null,
    },
  },
  {
    title: 'Done, by the base',
    draft: {
      state: 'done',
      text: 'Dear Marta,\n\nThank you for your mail. Friday at ten is fine for me.\n\nBest regards,\nNora',
      writer: base,
      failure: null,
    },
  },
  {
    title: 'Failed',
    draft: {
      state: 'failed',
      text: 'heya Marta,',
      writer: tuned,
      failure: {
        message: 'The agent that was writing went offline.',
        nextStep: 'Ask again; if it fails again, look at the agent.',
      },
    },
  },
];
