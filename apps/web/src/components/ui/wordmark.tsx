import { NibIcon } from './icons';

/** Where room is short, the nib stands for the name. */
export function Wordmark({ isShort = false }: { isShort?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <NibIcon className="size-6 text-ink" />
      <span
        className={`font-serif text-[1.375rem] leading-none tracking-[-0.02em] ${isShort ? 'max-sm:sr-only' : ''}`}
      >
        email<span className="text-ink italic">ai</span>
      </span>
    </span>
  );
}
