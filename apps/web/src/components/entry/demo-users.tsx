import { MIN_SENT_MAILS } from '@emailai/contracts/eligibility';
import { useMutation } from '@tanstack/react-query';
import { type DemoUser, demoSignIn } from '../../browser/entry';
import { Avatar } from '../ui/avatar';
import { EntryRefusal } from './entry-refusal';

/** The demo's people, each one click away. */
export function DemoUsers({ users }: { users: DemoUser[] }) {
  const enter = useMutation({
    mutationFn: (user: DemoUser) => demoSignIn(user.userId),
    onSuccess: (_, user) =>
      window.location.assign(user.role === 'operator' ? '/agents' : '/settings/ai-model'),
  });
  const writers = users.filter(({ role }) => role === 'writer');
  const operators = users.filter(({ role }) => role === 'operator');
  return (
    <section aria-labelledby="demo-title">
      <h2 id="demo-title" className="font-serif text-2xl">
        Whose desk is it today?
      </h2>
      <p className="mt-1 text-quiet">
        The demo’s writers are invented, and so is their mail. One click signs you in.
      </p>
      {enter.error ? (
        <div className="mt-4">
          <EntryRefusal error={enter.error} />
        </div>
      ) : null}
      <ul className="mt-5 grid gap-2 sm:grid-cols-2">
        {writers.map((user) => (
          <li key={user.userId}>
            <UserButton user={user} isBusy={enter.isPending} onEnter={() => enter.mutate(user)} />
          </li>
        ))}
      </ul>
      {operators.map((user) => (
        <p key={user.userId} className="mt-4 text-quiet text-sm">
          Or look after the agents as{' '}
          <button
            type="button"
            className="font-medium text-ink underline underline-offset-4"
            disabled={enter.isPending}
            onClick={() => enter.mutate(user)}
          >
            {user.name}, the operator
          </button>
          .
        </p>
      ))}
    </section>
  );
}

function UserButton({
  user,
  isBusy,
  onEnter,
}: {
  user: DemoUser;
  isBusy: boolean;
  onEnter: () => void;
}) {
  return (
    <button
      type="button"
      disabled={isBusy}
      onClick={onEnter}
      className="flex h-full w-full items-center gap-3 rounded-card border border-line bg-sheet p-3 text-left shadow-card transition-colors hover:border-ink"
    >
      <Avatar name={user.name} className="size-11 text-lg" />
      <span className="min-w-0">
        <span className="block font-medium">{user.name}</span>
        <span className="block text-quiet text-sm leading-snug">{user.style ?? user.email}</span>
        <span className="figure mt-0.5 block text-quiet text-xs">
          {user.sentCount} sent
          {user.sentCount < MIN_SENT_MAILS ? ' · not eligible yet' : ''}
          {user.hasModel ? <span className="text-ink"> · has a model</span> : null}
        </span>
      </span>
    </button>
  );
}
