import { Card } from '../ui/card';

/** Somebody is signed in and has no mail yet. */
export function NoMailbox() {
  return (
    <Card aria-labelledby="no-mailbox-title" className="mx-auto max-w-xl p-6 sm:p-8">
      <h1 id="no-mailbox-title" className="font-serif text-2xl tracking-[-0.01em]">
        There is no mailbox here yet
      </h1>
      <p className="mt-2 text-quiet">
        Once a mailbox is yours on this server, its threads, its drafts and its model appear here.
        To see the whole road with invented writers, run <code>npm run demo</code>; to try it on an
        mbox file of your own, give the demo its path:
      </p>
      <pre className="mt-3 whitespace-pre-wrap rounded-lg bg-well p-3 text-sm">
        npm run demo -- --once --mbox Sent.mbox --inbox INBOX.mbox --address you@example.org
      </pre>
    </Card>
  );
}
