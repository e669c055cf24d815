import { Dialog } from 'radix-ui';
import { refusalWords } from '../../browser/refusal-words';
import { trpc } from '../../browser/trpc';
import { Field } from '../entry/field';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { PlusIcon } from '../ui/icons';
import { Notice, Refusal } from '../ui/notice';
import { SheetDialog } from '../ui/sheet-dialog';

/** Makes a token and shows it, once. */
export function NewApiToken() {
  const utils = trpc.useUtils();
  const create = trpc.apiToken.create.useMutation({
    onSuccess: () => utils.apiToken.list.invalidate(),
  });
  return (
    <SheetDialog
      trigger={
        <Button look="ink">
          <PlusIcon className="size-4.5" /> New token
        </Button>
      }
      title={create.data ? `${create.data.apiToken.name} is ready` : 'New token'}
      description={
        create.data
          ? 'Copy it to where your script reads it.'
          : 'Whoever has it may start, watch and cancel trainings as you. Give it the name of its script.'
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
          <Field label="Name" name="name" required maxLength={80} placeholder="nightly training" />
          {create.error ? <Refusal words={refusalWords(create.error)} /> : null}
          <div className="flex justify-end gap-2">
            <Dialog.Close asChild>
              <Button>Go back</Button>
            </Dialog.Close>
            <Button type="submit" look="ink" disabled={create.isPending}>
              Make the token
            </Button>
          </div>
        </form>
      )}
    </SheetDialog>
  );
}

function Token({ token }: { token: string }) {
  return (
    <div className="mt-5 grid gap-4">
      <pre className="overflow-x-auto whitespace-pre-wrap break-all rounded-lg bg-well p-3 text-sm">
        {token}
      </pre>
      <Notice look="wait" title="The token is shown this once.">
        Only its hash is kept. If it gets lost, revoke it and make a new one.
      </Notice>
      <div className="flex justify-end gap-2">
        <CopyButton text={token} words="Copy the token" />
        <Dialog.Close asChild>
          <Button look="ink" size="small">
            Done
          </Button>
        </Dialog.Close>
      </div>
    </div>
  );
}
