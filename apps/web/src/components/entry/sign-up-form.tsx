import { useMutation } from '@tanstack/react-query';
import { signUp } from '../../browser/entry';
import { Button } from '../ui/button';
import { Card, CardTitle } from '../ui/card';
import { EntryRefusal } from './entry-refusal';
import { Field } from './field';

const MIN_PASSWORD = 10;

/** The first visitor of an installation becomes its operator; later ones come in only where sign-up is open. */
export function SignUpForm({ isFirst }: { isFirst: boolean }) {
  const enter = useMutation({
    mutationFn: (form: FormData) =>
      signUp(String(form.get('name')), String(form.get('email')), String(form.get('password'))),
    onSuccess: () => window.location.assign(isFirst ? '/agents' : '/inbox'),
  });
  return (
    <Card aria-labelledby="sign-up-title" className="p-6 sm:p-8">
      <CardTitle id="sign-up-title">
        {isFirst ? 'You are the first one here' : 'Make an account'}
      </CardTitle>
      {isFirst ? (
        <p className="mt-2 text-quiet">
          This account becomes the operator of this installation: it looks after agents and costs.
          After it, sign-up is closed.
        </p>
      ) : null}
      <form
        className="mt-5 grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate(new FormData(event.currentTarget));
        }}
      >
        <Field label="Name" name="name" autoComplete="name" required maxLength={80} />
        <Field label="Email" name="email" type="email" autoComplete="username" required />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint={`At least ${MIN_PASSWORD} characters.`}
          minLength={MIN_PASSWORD}
          required
        />
        {enter.error ? <EntryRefusal error={enter.error} /> : null}
        <Button type="submit" look="ink" className="mt-1 h-11" disabled={enter.isPending}>
          {isFirst ? 'Become the operator' : 'Make the account'}
        </Button>
      </form>
    </Card>
  );
}
