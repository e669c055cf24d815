import { useId } from 'react';
import type { RefusalWords } from '../../browser/refusal-words';
import type { FineTune } from '../../browser/trpc';
import { Button } from '../ui/button';
import { Card, CardTitle } from '../ui/card';
import { NibIcon } from '../ui/icons';
import { Refusal } from '../ui/notice';
import { EligibilityGauge } from './eligibility-gauge';

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
  const { eligible, missing, reason, sentCount } = view.eligibility;
  const isAgain = view.history.some(({ status }) => status === 'COMPLETED');
  const why = view.open ? 'A training is already under way.' : reason;
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
            {why}
          </p>
          <p className="mt-2 text-quiet">
            {eligible
              ? 'Your replies are read newest first, paired with the mails they answer, and learned from on your operator’s own machine. No mail leaves it, and nothing is ever sent by itself.'
              : `Keep writing: at ${missing === 1 ? 'the next sent mail' : `${missing} more`} you will get a notice here. Until then your drafts come from the base.`}
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
