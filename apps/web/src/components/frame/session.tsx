'use client';

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { refusalWords } from '../../browser/refusal-words';
import { type Mailbox, trpc, type User } from '../../browser/trpc';
import { Refusal } from '../ui/notice';
import { LoadingWords, Skeleton } from '../ui/skeleton';

export interface Session {
  user: User;
  isDemo: boolean;
  mailboxes: Mailbox[];
  /** The mailbox the pages are about; `null` where the person has none. */
  mailbox: Mailbox | null;
  chooseMailbox: (id: string) => void;
}

const SessionContext = createContext<Session | null>(null);
const MAILBOX_KEY = 'emailai-mailbox';

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession is used outside SessionGate.');
  return session;
}

/** Shows its children to people who are signed in, and sends everybody else to the sign-in page. */
export function SessionGate({ children }: { children: ReactNode }) {
  const me = trpc.session.me.useQuery(undefined, { staleTime: 60_000 });
  const user = me.data?.user ?? null;
  const mailboxes = trpc.mailbox.list.useQuery(undefined, { enabled: user !== null });
  const [chosen, setChosen] = useState<string | null>(null);

  const isStranger = me.isSuccess && user === null;
  useEffect(() => {
    if (isStranger) window.location.replace('/sign-in');
  }, [isStranger]);
  useEffect(() => setChosen(window.localStorage.getItem(MAILBOX_KEY)), []);

  const error = me.error ?? mailboxes.error;
  if (error) {
    return (
      <main className="mx-auto max-w-xl p-6">
        <Refusal words={refusalWords(error)} />
      </main>
    );
  }
  if (user === null || !mailboxes.data) return <FrameSkeleton />;

  const list = mailboxes.data;
  const session: Session = {
    user,
    isDemo: me.data?.isDemo ?? false,
    mailboxes: list,
    mailbox: list.find(({ id }) => id === chosen) ?? list[0] ?? null,
    chooseMailbox(id) {
      window.localStorage.setItem(MAILBOX_KEY, id);
      setChosen(id);
    },
  };
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

function FrameSkeleton() {
  return (
    <main className="mx-auto flex max-w-5xl flex-col gap-6 px-4 pt-20 sm:px-6">
      <LoadingWords what="your mailbox" />
      <Skeleton className="h-9 w-64" />
      <Skeleton className="h-80 w-full" />
    </main>
  );
}
