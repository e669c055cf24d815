import { NibIcon, PencilIcon } from '../ui/icons';

/** One question answered twice: what the product does, on one small sheet. The writer is invented. */
export function TwoHands() {
  return (
    <figure
      className="max-w-md"
      aria-label="An example: the same mail answered by the base and by a personal model"
    >
      <div className="rounded-card border border-line bg-sheet p-4 shadow-card">
        <p className="font-serif text-quiet">“Hi Nora, does Thursday at ten still work? — Marta”</p>
        <dl className="mt-3 grid gap-3">
          <div className="border-line border-l-2 pl-3">
            <dt className="flex items-center gap-1.5 text-pencil text-xs">
              <PencilIcon className="size-3.5" /> anybody
            </dt>
            <dd className="font-serif text-pencil">
              Dear Marta, yes, Thursday at ten works for me.
            </dd>
          </div>
          <div className="border-ink border-l-2 pl-3">
            <dt className="flex items-center gap-1.5 text-ink text-xs">
              <NibIcon className="size-3.5" /> you
            </dt>
            <dd className="font-serif text-ink">
              heya Marta, reckon thursday at ten is fine... see you there
            </dd>
          </div>
        </dl>
      </div>
    </figure>
  );
}
