import { dayWords } from '../../browser/day-words';
import type { FineTune } from '../../browser/trpc';
import { Card, CardTitle } from '../ui/card';
import { NibIcon, PencilIcon } from '../ui/icons';

/** What drafts now: the writer's own model, or the base. */
export function ActiveModel({ view, now }: { view: FineTune; now: Date }) {
  const model = view.activeModel;
  const Icon = model ? NibIcon : PencilIcon;
  return (
    <Card aria-labelledby="active-title" className="p-5">
      <CardTitle id="active-title">Writing your drafts</CardTitle>
      <div className="mt-4 flex items-start gap-3">
        <span
          className={`flex size-10 shrink-0 items-center justify-center rounded-full ${
            model ? 'bg-ink-wash text-ink' : 'bg-pencil-wash text-pencil'
          }`}
        >
          <Icon />
        </span>
        <div className="min-w-0">
          <p className="font-medium">
            {model ? `Your model, version ${model.version}` : 'The base, in nobody’s voice'}
          </p>
          {model ? (
            <>
              <p className="break-all text-quiet text-sm">{model.modelName}</p>
              <p className="mt-1 text-quiet text-sm">
                trained {dayWords(model.createdAt, now)} on {model.baseName}
                {model.trainRows === null ? '' : `, from ${model.trainRows} replies`}
              </p>
              {model.ready ? null : (
                <p className="mt-2 text-sm text-wait">
                  No agent that holds it is online, so drafts wait until one is.
                </p>
              )}
            </>
          ) : (
            <p className="text-quiet text-sm">
              {view.agentsOnline === 0
                ? 'No agent is online, so drafts wait until one is.'
                : 'A personal model takes over as soon as one is trained and proves better.'}
            </p>
          )}
        </div>
      </div>
    </Card>
  );
}
