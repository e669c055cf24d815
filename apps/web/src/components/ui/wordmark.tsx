import { NibIcon } from './icons';

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-1.5">
      <NibIcon className="size-6 text-ink" />
      <span className="font-serif text-[1.375rem] leading-none tracking-[-0.02em]">
        email<span className="text-ink italic">ai</span>
      </span>
    </span>
  );
}
