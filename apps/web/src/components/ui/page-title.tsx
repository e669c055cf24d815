import type { ReactNode } from 'react';

export function PageTitle({
  title,
  note,
  children,
}: {
  title: string;
  note?: string | undefined;
  children?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="font-serif text-[2rem] leading-tight tracking-[-0.02em]">{title}</h1>
        {note ? <p className="truncate text-quiet">{note}</p> : null}
      </div>
      {children}
    </div>
  );
}
