import type { ReactNode } from 'react';
import type { RefusalWords } from '../../browser/refusal-words';
import { Sentence } from './sentence';

const LOOKS = {
  ink: 'bg-ink-wash border-ink/25',
  good: 'bg-good-wash border-good/25',
  wait: 'bg-wait-wash border-wait/25',
  bad: 'bg-bad-wash border-bad/25',
  pencil: 'bg-pencil-wash border-line',
} as const;
const TITLES = {
  ink: 'text-ink',
  good: 'text-good',
  wait: 'text-wait',
  bad: 'text-bad',
  pencil: 'text-text',
} as const;

/** One message in a box: what is the matter, and what to do about it. */
export function Notice({
  look,
  title,
  children,
  isAlert = false,
}: {
  look: keyof typeof LOOKS;
  title: ReactNode;
  children?: ReactNode;
  isAlert?: boolean;
}) {
  return (
    <div
      role={isAlert ? 'alert' : undefined}
      className={`rounded-xl border px-4 py-3 ${LOOKS[look]}`}
    >
      <p className={`font-medium ${TITLES[look]}`}>{title}</p>
      {children ? <div className="mt-0.5 text-[0.9rem] text-text">{children}</div> : null}
    </div>
  );
}

/** What a refused call says. */
export function Refusal({ words }: { words: RefusalWords }) {
  return (
    <Notice look="bad" title={words.message} isAlert>
      {words.nextStep ? <Sentence text={words.nextStep} /> : null}
    </Notice>
  );
}
