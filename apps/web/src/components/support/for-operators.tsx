import type { ReactNode } from 'react';
import { useSession } from '../frame/session';
import { Notice } from '../ui/notice';

/** What only those who run the server may see; others are told so. */
export function ForOperators({ what, children }: { what: string; children: ReactNode }) {
  const { user } = useSession();
  if (user.role === 'operator') return children;
  return (
    <Notice look="wait" title={`Only an operator of this server sees ${what}.`}>
      Ask the person who runs it.
    </Notice>
  );
}
