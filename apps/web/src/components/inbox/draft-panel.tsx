import type { DraftVoice } from '@emailai/contracts/draft';
import { useId } from 'react';
import { type Draft, useDraft } from '../../browser/use-draft';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { NibIcon, PencilIcon, StopIcon } from '../ui/icons';
import { Refusal } from '../ui/notice';

const TITLES: Readonly<Record<DraftVoice, string>> = { tuned: 'Your model', base: 'The base' };
const LETTER =
  'block min-h-52 w-full whitespace-pre-wrap px-5 py-4 font-serif text-[1.0625rem] leading-relaxed';

/** One voice writing its draft; when it is done the words can be edited and copied. */
export function DraftPanel({ messageId, voice }: { messageId: string; voice: DraftVoice }) {
  const { draft, stop, edit } = useDraft({ messageId, voice });
  return <DraftSheet voice={voice} draft={draft} onStop={stop} onEdit={edit} />;
}

export function DraftSheet({
  voice,
  draft,
  onStop,
  onEdit,
}: {
  voice: DraftVoice;
  draft: Draft;
  onStop: () => void;
  onEdit: (text: string) => void;
}) {
  const titleId = useId();
  const isInk = (draft.writer?.voice ?? voice) === 'tuned';
  const Icon = isInk ? NibIcon : PencilIcon;
  const isOpen = draft.state === 'waiting' || draft.state === 'writing';
  return (
    <section
      aria-labelledby={titleId}
      data-voice={voice}
      data-state={draft.state}
      className={`flex min-w-0 flex-col overflow-hidden rounded-card border bg-sheet shadow-card ${
        isInk ? 'border-ink/40' : 'border-line'
      }`}
    >
      <header
        className={`flex items-center gap-3 px-5 py-3 ${isInk ? 'bg-ink-wash text-ink' : 'bg-pencil-wash text-pencil'}`}
      >
        <Icon className={`size-5 shrink-0 ${isOpen ? 'animate-breathe' : ''}`} />
        <div className="min-w-0">
          <h3 id={titleId} className="font-medium">
            {TITLES[voice]}
            {draft.writer?.version ? `, version ${draft.writer.version}` : ''}
          </h3>
          <p className="truncate text-quiet text-xs" title={draft.writer?.model}>
            {draft.writer?.label ?? 'Waiting for the agent …'}
          </p>
        </div>
      </header>
      {draft.failure ? (
        <div className="p-4">
          <Refusal words={draft.failure} />
        </div>
      ) : null}
      {isOpen ? (
        <div className={`${LETTER} ${isInk ? '' : 'text-pencil'}`}>
          {draft.text}
          <span aria-hidden className="ml-px animate-caret">
            ▍
          </span>
        </div>
      ) : draft.failure && draft.text === '' ? null : (
        <textarea
          aria-label={`Draft of ${TITLES[voice].toLowerCase()}, to edit`}
          className={`${LETTER} field-sizing-content grow resize-none bg-transparent outline-offset-[-3px]`}
          value={draft.text}
          onChange={(event) => onEdit(event.currentTarget.value)}
        />
      )}
      <footer className="mt-auto flex min-h-13 items-center justify-between gap-3 border-line border-t px-3 py-2 pl-5">
        <p role="status" className="text-quiet text-xs">
          {STATES[draft.state]}
        </p>
        {isOpen ? (
          <Button size="small" onClick={onStop} aria-label={`Stop ${TITLES[voice].toLowerCase()}`}>
            <StopIcon className="size-4" /> Stop
          </Button>
        ) : (
          <CopyButton text={draft.text} />
        )}
      </footer>
    </section>
  );
}

const STATES: Readonly<Record<Draft['state'], string>> = {
  waiting: 'Asking …',
  writing: 'Writing …',
  done: 'Finished. Nothing is sent by itself.',
  cut: 'Stopped at the longest length.',
  stopped: 'Stopped by you.',
  failed: 'Not finished.',
};
