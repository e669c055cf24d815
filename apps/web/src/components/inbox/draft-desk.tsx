import Link from 'next/link';
import { useState } from 'react';
import { useSession } from '../frame/session';
import { Button } from '../ui/button';
import { AgainIcon, NibIcon } from '../ui/icons';
import { DraftPanel } from './draft-panel';

/** *Draft reply*: the writer's own model and the base answer the same mail side by side. */
export function DraftDesk({ messageId, toName }: { messageId: string; toName: string }) {
  const { mailbox } = useSession();
  const [round, setRound] = useState(0);
  const hasModel = mailbox?.activeModel != null;
  return (
    <section aria-labelledby="draft-title">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="draft-title" className="font-serif text-2xl tracking-[-0.01em]">
          Answer {toName}
        </h2>
        <Button look={round === 0 ? 'ink' : 'plain'} onClick={() => setRound(round + 1)}>
          {round === 0 ? <NibIcon className="size-4.5" /> : <AgainIcon className="size-4" />}
          {round === 0 ? 'Draft reply' : 'Draft again'}
        </Button>
      </div>
      {hasModel ? null : (
        <p className="mt-2 text-quiet">
          There is no model of your own yet, so the base writes alone.{' '}
          <Link href="/settings/ai-model" className="text-ink underline underline-offset-4">
            Train one
          </Link>{' '}
          and it answers here beside it.
        </p>
      )}
      {round === 0 ? null : (
        <div key={round} className={`mt-4 grid gap-4 ${hasModel ? 'md:grid-cols-2' : ''}`}>
          {hasModel ? <DraftPanel messageId={messageId} voice="tuned" /> : null}
          <DraftPanel messageId={messageId} voice="base" />
        </div>
      )}
    </section>
  );
}
