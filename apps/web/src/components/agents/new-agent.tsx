import { Dialog } from 'radix-ui';
import { refusalWords } from '../../browser/refusal-words';
import { trpc } from '../../browser/trpc';
import { Field } from '../entry/field';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { PlusIcon } from '../ui/icons';
import { Notice, Refusal } from '../ui/notice';
import { SheetDialog } from '../ui/sheet-dialog';

/** Makes an agent and shows its token, once. */
export function NewAgent() {
  const utils = trpc.useUtils();
  const create = trpc.agent.createToken.useMutation({
    onSuccess: () => utils.agent.list.invalidate(),
  });
  return (
    <SheetDialog
      trigger={
        <Button look="ink">
          <PlusIcon className="size-4.5" /> New agent
        </Button>
      }
      title={create.data ? `${create.data.name} may connect` : 'New agent'}
      description={
        create.data
          ? 'Run this on the machine with the GPU, in a clone of emailai.'
          : 'An agent is a machine of yours that trains and writes. Give it a name you will recognise.'
      }
      onOpen={create.reset}
    >
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
    </SheetDialog>
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
