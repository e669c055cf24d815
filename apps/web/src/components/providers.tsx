'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { isSignedOut } from '../browser/refusal-words';
import { trpc } from '../browser/trpc';
import { createBrowserClient } from '../browser/trpc-client';

const RETRIES = 2;

export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 2_000,
            retry: (count, error) => count < RETRIES && !isSignedOut(error),
          },
        },
      }),
  );
  const [client] = useState(createBrowserClient);
  return (
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </trpc.Provider>
  );
}
