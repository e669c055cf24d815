import { dayWords } from '../../browser/day-words';
import { refusalWords } from '../../browser/refusal-words';
import { trpc } from '../../browser/trpc';
import { Button } from '../ui/button';
import { Card, CardTitle } from '../ui/card';
import { Refusal } from '../ui/notice';

/** Every version of the mailbox's model; any of them, or the base, can write the drafts again. */
export function ModelVersions({ emailAccountId, now }: { emailAccountId: string; now: Date }) {
  const utils = trpc.useUtils();
  const models = trpc.model.list.useQuery({ emailAccountId });
  const activate = trpc.model.activate.useMutation({
    async onSuccess(list) {
      // A read that began before the change must not end after it and bring the old list back.
      await utils.model.list.cancel({ emailAccountId });
      utils.model.list.setData({ emailAccountId }, list);
      void utils.fineTune.read.invalidate();
      void utils.mailbox.list.invalidate();
    },
  });
  const list = models.data ?? [];
  if (list.length === 0) return null;
  const use = (version: number | null) => activate.mutate({ emailAccountId, version });
  const hasActive = list.some(({ active }) => active);
  return (
    <Card aria-labelledby="versions-title" className="p-5">
      <CardTitle id="versions-title">Versions</CardTitle>
      <ul className="mt-3 divide-y divide-line">
        {list.map((model) => (
          <li
            key={model.id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2.5"
          >
            <div>
              <p className="font-medium">
                Version {model.version}
                {model.active ? <span className="ml-2 text-ink text-sm">in use</span> : null}
              </p>
              <p className="figure text-quiet text-sm">
                {model.evaluation.heldOut.base.toFixed(2)} →{' '}
                {model.evaluation.heldOut.tuned.toFixed(2)} nats · {dayWords(model.createdAt, now)}
              </p>
            </div>
            {model.active ? null : (
              <Button
                size="small"
                disabled={activate.isPending}
                aria-label={`Use version ${model.version}`}
                onClick={() => use(model.version)}
              >
                Use this
              </Button>
            )}
          </li>
        ))}
        <li className="flex flex-wrap items-center justify-between gap-4 py-2.5">
          <p className="font-medium">
            The base {hasActive ? null : <span className="ml-2 text-ink text-sm">in use</span>}
          </p>
          {hasActive ? (
            <Button
              size="small"
              disabled={activate.isPending}
              aria-label="Use the base"
              onClick={() => use(null)}
            >
              Use this
            </Button>
          ) : null}
        </li>
      </ul>
      {activate.error ? <Refusal words={refusalWords(activate.error)} /> : null}
    </Card>
  );
}
