import { NibIcon, PencilIcon } from '../ui/icons';

/** Held-out loss side by side: how surprised each model is by replies the writer really sent. */
export function LossCompare({
  base,
  tuned,
  control,
}: {
  base: number;
  tuned: number;
  control: { nats: number } | null;
}) {
  const widest = Math.max(base, tuned, control?.nats ?? 0, 0.01);
  const gain = base > 0 ? Math.round(((base - tuned) / base) * 100) : 0;
  return (
    <figure>
      <figcaption className="text-quiet text-sm">
        Surprise at the replies you really wrote, in nats per token. Less is better.
        {gain > 0 ? (
          <strong className="font-medium text-text"> Yours is {gain} % less.</strong>
        ) : null}
      </figcaption>
      <dl className="mt-3 grid gap-2.5">
        <Bar label="Base" nats={base} widest={widest} look="pencil" />
        <Bar label="Your model" nats={tuned} widest={widest} look="ink" />
        {control ? (
          <Bar label="A stranger’s" nats={control.nats} widest={widest} look="other" />
        ) : null}
      </dl>
    </figure>
  );
}

const FILLS = {
  pencil: 'bg-pencil',
  ink: 'bg-ink',
  other: 'pencil-hatch border border-edge',
} as const;

function Bar({
  label,
  nats,
  widest,
  look,
}: {
  label: string;
  nats: number;
  widest: number;
  look: keyof typeof FILLS;
}) {
  const Icon = look === 'ink' ? NibIcon : PencilIcon;
  return (
    <div className="grid grid-cols-[7.5rem_1fr_3rem] items-center gap-3 sm:grid-cols-[9rem_1fr_3rem]">
      <dt className="flex items-center gap-1.5 text-sm">
        <Icon className={`size-4 ${look === 'ink' ? 'text-ink' : 'text-pencil'}`} />
        {label}
      </dt>
      <dd className="contents">
        <span aria-hidden className="h-3 rounded-full bg-well">
          <span
            className={`block h-3 rounded-full ${FILLS[look]}`}
            style={{ width: `${(nats / widest) * 100}%` }}
          />
        </span>
        <span className="figure text-right font-medium">{nats.toFixed(2)}</span>
      </dd>
    </div>
  );
}
