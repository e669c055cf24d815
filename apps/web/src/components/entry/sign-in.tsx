'use client';

import { useQuery } from '@tanstack/react-query';
import { EntryError, readEntry } from '../../browser/entry';
import { Refusal } from '../ui/notice';
import { LoadingWords, Skeleton } from '../ui/skeleton';
import { Wordmark } from '../ui/wordmark';
import { DemoUsers } from './demo-users';
import { SignInForm } from './sign-in-form';
import { SignUpForm } from './sign-up-form';
import { TwoHands } from './two-hands';

/** Who may come in, and how: a demo writer by one click, the first visitor as operator, others by password. */
export function SignIn() {
  const entry = useQuery({ queryKey: ['entry'], queryFn: readEntry });
  return (
    <main className="mx-auto grid min-h-dvh max-w-5xl content-start gap-10 px-4 py-8 sm:px-6 lg:grid-cols-[1fr_1.15fr] lg:content-center lg:gap-16">
      <div className="flex flex-col gap-8 lg:pt-2">
        <Wordmark />
        <div>
          <h1 className="text-balance font-serif text-[2.5rem] leading-[1.08] tracking-[-0.02em] sm:text-[3rem]">
            Reply drafts that sound <em className="text-ink">like you.</em>
          </h1>
          <p className="mt-4 max-w-md text-[1.0625rem] text-quiet">
            A model of your own, trained on your own sent mail, on your own machine. Nothing leaves
            it.
          </p>
        </div>
        <TwoHands />
      </div>
      <div className="lg:min-h-[34rem]">
        {entry.isPending ? (
          <>
            <LoadingWords what="sign-in" />
            <Skeleton className="h-96 w-full" />
          </>
        ) : entry.isError ? (
          <Refusal
            words={{
              message:
                entry.error instanceof EntryError ? entry.error.message : 'Something went wrong.',
              nextStep: 'Reload the page once it runs again.',
            }}
          />
        ) : entry.data.isDemo ? (
          <DemoUsers users={entry.data.demoUsers} />
        ) : entry.data.signUp === 'first_visitor' ? (
          <SignUpForm isFirst />
        ) : (
          <SignInForm canSignUp={entry.data.signUp === 'open'} />
        )}
      </div>
    </main>
  );
}
