'use client';

import type { ReactNode } from 'react';
import { Header } from './header';
import { SessionGate } from './session';

/** Every page of somebody who is signed in. */
export function AppFrame({ children }: { children: ReactNode }) {
  return (
    <SessionGate>
      <a
        href="#content"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded-lg bg-ink px-4 py-2 text-on-ink focus:translate-y-0"
      >
        Skip to the content
      </a>
      <Header />
      <main id="content" className="mx-auto w-full max-w-5xl px-4 pt-6 pb-20 sm:px-6 sm:pt-9">
        {children}
      </main>
    </SessionGate>
  );
}
