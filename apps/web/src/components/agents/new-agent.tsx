import { Dialog } from 'radix-ui';
import { refusalWords } from '../../browser/refusal-words';
import { trpc } from '../../browser/trpc';
import { Field } from '../entry/field';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { PlusIcon } from '../ui/icons';
import { Notice, Refusal } from '../ui/notice';

/** Makes an agent and shows its token, once. */
export function NewAgent() {
  const utils = trpc.useUtils();
  const create = trpc.agent.createToken.useMutation({
    onSuccess: () => utils.agent.list.invalidate(),
  });
  return (
    <Dialog.Root onOpenChange={(isOpen) => (isOpen ? create.reset() : undefined)}>
      <Dialog.Trigger asChild>
        <Button look="ink">
          <PlusIcon className="size-4.5" /> New agent
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-card border border-line bg-sheet p-6 shadow-card">
          <Dialog.Title className="font-serif text-xl">
            {create.data ? `${create.data.name} may connect` : 'New agent'}
          </Dialog.Title>
          <Dialog.Description className="mt-1 text-quiet">
            {create.data
              ? 'Run this on the machine with the GPU, in a clone of emailai.'
              : 'An agent is a machine of yours that trains and writes. Give it a name you will recognise.'}
          </Dialog.Description>
          {create.data ? (
            <Token token={create.data.token} />
          ) : (
            <form
              className="mt-5 grid gap-4"
              onSubmit={(event) => {
                event.preventDefault();
                create.mutate({ name: String(new FormData(event.currentTarget).get('name')) });
              }}
            >
              <Field label="Name" name="name" required maxLength={80} placeholder="workstation" />
              {create.error ? <Refusal words={refusalWords(create.error)} /> : null}
              <div className="flex justify-end gap-2">
                <Dialog.Close asChild>
                  <Button>Go back</Button>
                </Dialog.Close>
                <Button type="submit" look="ink" disabled={create.isPending}>
                  Make its token
                </Button>
              </div>
            </form>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Token({ token }: { token: string }) {
  const command = `AGENT_SERVER_URL=${window.location.origin} AGENT_TOKEN=${token} npm run agent -- serve`;
  return (
    <div className="mt-5 grid gap-4">
      <pre className="overflow-x-auto whitespace-pre-wrap break-all rounded-lg bg-well p-3 text-sm">
        {command}
      </pre>
      <Notice look="wait" title="The token is shown this once.">
        Only its hash is kept. If it gets lost, revoke the agent and make a new one.
      </Notice>
      <div className="flex justify-end gap-2">
        <CopyButton text={command} words="Copy the command" />
        <Dialog.Close asChild>
          <Button look="ink" size="small">
            Done
          </Button>
        </Dialog.Close>
      </div>
    </div>
  );
}
