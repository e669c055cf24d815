import type { HTMLAttributes, ReactNode } from 'react';

/** A sheet of paper on the desk. */
export function Card({ className = '', ...rest }: HTMLAttributes<HTMLElement>) {
  return (
    <section
      className={`rounded-card border border-line bg-sheet shadow-card ${className}`}
      {...rest}
    />
  );
}

export function CardTitle({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <h2 id={id} className="font-serif text-xl leading-tight tracking-[-0.01em]">
      {children}
    </h2>
  );
}
