'use client';

import { Button } from '../components/ui/button';

/** What is shown when a page itself breaks; the data behind it is untouched. */
export default function PageError({ reset }: { reset: () => void }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-4 px-6">
      <h1 className="font-serif text-4xl tracking-[-0.02em]">This page tripped</h1>
      <p className="text-quiet">
        Your mail, your model and any running training are untouched. Try again, and reload if it
        happens once more.
      </p>
      <Button look="ink" onClick={reset}>
        Try again
      </Button>
    </main>
  );
}
