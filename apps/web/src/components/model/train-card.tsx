import { useId } from 'react';
import type { RefusalWords } from '../../browser/refusal-words';
import type { FineTune } from '../../browser/trpc';
import { Button } from '../ui/button';
import { Card, CardTitle } from '../ui/card';
import { NibIcon } from '../ui/icons';
import { Refusal } from '../ui/notice';
import { EligibilityGauge } from './eligibility-gauge';

const ABOUT =
  'Your replies are read newest first, paired with the mails they answer, and learned from on a machine of your operator’s. No mail leaves it, and nothing is ever sent by itself.';

const whyNot = (missing: number) =>
  `Keep writing: ${missing === 1 ? 'one more sent mail' : `${missing} more sent mails`} and you can train. You will be told here, and until then your drafts come from the base.`;

/** Whether a model can be trained, and the button that does it. */
export function TrainCard({
  view,
  isBusy,
  refusal,
  onTrain,
}: {
  view: FineTune;
  isBusy: boolean;
  refusal: RefusalWords | null;
  onTrain: () => void;
}) {
  const reasonId = useId();
  const { eligible, missing, sentCount } = view.eligibility;
  const isAgain = view.history.some(({ status }) => status === 'COMPLETED');
  return (
    <Card aria-labelledby="train-title" className="p-5 sm:p-7">
      <div className="grid gap-6 sm:grid-cols-[1fr_15rem] sm:gap-10">
        <div className="flex flex-col items-start">
          <CardTitle id="train-title">
            {!eligible
              ? 'Not quite yet'
              : isAgain
                ? 'Train again with your newest mail'
                : 'You can train a model of your own'}
          </CardTitle>
          <p id={reasonId} className="mt-2 text-quiet">
            {eligible ? ABOUT : whyNot(missing)}
          </p>
          <Button
            look="ink"
            className="mt-5"
            disabled={!eligible || isBusy || view.open !== null}
            aria-describedby={reasonId}
            onClick={onTrain}
          >
            <NibIcon className="size-4.5" /> Train personalized model
          </Button>
        </div>
        <EligibilityGauge sentCount={sentCount} />
      </div>
      {refusal ? (
        <div className="mt-5">
          <Refusal words={refusal} />
        </div>
      ) : null}
    </Card>
  );
}
