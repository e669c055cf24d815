import { dayWords, fullDayWords } from '../../browser/day-words';
import { agoWords } from '../../browser/duration-words';
import { refusalWords } from '../../browser/refusal-words';
import { type ApiToken, trpc } from '../../browser/trpc';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { Refusal } from '../ui/notice';

export function ApiTokenRow({ token, now }: { token: ApiToken; now: Date }) {
  const utils = trpc.useUtils();
  const revoke = trpc.apiToken.revoke.useMutation({
    onSuccess: () => utils.apiToken.list.invalidate(),
  });
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-3 px-5 py-4 sm:px-7">
      <div className="flex items-center justify-between gap-4">
        <div className="min-w-0">
          <p className="truncate font-medium" title={token.name}>
            {token.name}
          </p>
          <p className="text-quiet text-sm">
            Made{' '}
            <time dateTime={token.createdAt} title={fullDayWords(token.createdAt)}>
              {dayWords(token.createdAt, now)}
            </time>
            {token.lastUsedAt
              ? ` · last used ${agoWords(new Date(token.lastUsedAt), now)}`
              : ' · never used'}
          </p>
        </div>
        <Confirm
          trigger={
            <Button size="small" disabled={revoke.isPending} aria-label={`Revoke ${token.name}`}>
              Revoke
            </Button>
          }
          title={`Revoke ${token.name}?`}
          confirmWords="Revoke"
          onConfirm={() => revoke.mutate({ apiTokenId: token.id })}
        >
          Scripts that use it are refused from now on. A training that one of them has started goes
          on.
        </Confirm>
      </div>
      {revoke.error ? <Refusal words={refusalWords(revoke.error)} /> : null}
    </li>
  );
}
