import { MIN_SENT_MAILS } from '@emailai/contracts/eligibility';

const DOTS = Array.from({ length: MIN_SENT_MAILS }, (_, index) => index + 1);

/** A hundred places, one for each sent mail that is needed: inked ones are there. */
export function EligibilityGauge({ sentCount }: { sentCount: number }) {
  const filled = Math.min(sentCount, MIN_SENT_MAILS);
  return (
    <div>
      <p className="figure flex items-baseline gap-2">
        <span className="font-serif text-4xl leading-none tracking-[-0.02em]">{sentCount}</span>
        <span className="text-quiet">
          {sentCount < MIN_SENT_MAILS ? `of ${MIN_SENT_MAILS} sent mails` : 'sent mails'}
        </span>
      </p>
      <div
        role="img"
        aria-label={`${filled} of the ${MIN_SENT_MAILS} sent mails that a model of your own needs`}
        className="mt-4 grid grid-cols-20 gap-1"
      >
        {DOTS.map((dot) => (
          <span
            key={dot}
            aria-hidden
            className={`aspect-square rounded-full ${dot <= filled ? 'bg-ink' : 'border border-edge'}`}
          />
        ))}
      </div>
    </div>
  );
}
