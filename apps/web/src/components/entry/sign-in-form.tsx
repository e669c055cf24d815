import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { signIn } from '../../browser/entry';
import { Button } from '../ui/button';
import { Card, CardTitle } from '../ui/card';
import { EntryRefusal } from './entry-refusal';
import { Field } from './field';
import { SignUpForm } from './sign-up-form';

export function SignInForm({ canSignUp }: { canSignUp: boolean }) {
  const [isNew, setIsNew] = useState(false);
  const enter = useMutation({
    mutationFn: (form: FormData) => signIn(String(form.get('email')), String(form.get('password'))),
    onSuccess: () => window.location.assign('/inbox'),
  });
  if (isNew) return <SignUpForm isFirst={false} />;
  return (
    <Card aria-labelledby="sign-in-title" className="p-6 sm:p-8">
      <CardTitle id="sign-in-title">Sign in</CardTitle>
      <form
        className="mt-5 grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate(new FormData(event.currentTarget));
        }}
      >
        <Field label="Email" name="email" type="email" autoComplete="username" required />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        {enter.error ? <EntryRefusal error={enter.error} /> : null}
        <Button type="submit" look="ink" className="mt-1 h-11" disabled={enter.isPending}>
          Sign in
        </Button>
      </form>
      {canSignUp ? (
        <p className="mt-5 text-quiet text-sm">
          New here?{' '}
          <button
            type="button"
            className="font-medium text-ink underline underline-offset-4"
            onClick={() => setIsNew(true)}
          >
            Make an account
          </button>
        </p>
      ) : null}
    </Card>
  );
}
