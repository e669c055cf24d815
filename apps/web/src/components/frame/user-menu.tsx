import Link from 'next/link';
import { DropdownMenu } from 'radix-ui';
import { useEffect, useState } from 'react';
import { signOut } from '../../browser/entry';
import { chooseTheme, chosenTheme, isTheme } from '../../browser/theme';
import { Avatar } from '../ui/avatar';
import { CheckIcon } from '../ui/icons';
import { useSession } from './session';

const ITEM =
  'flex items-center gap-2 rounded-lg px-3 py-2 outline-none data-[highlighted]:bg-well select-none';
const LABEL = 'px-3 pt-2 pb-1 text-quiet text-xs';

/** Who is signed in: mailbox, light or dark, tokens for scripts, sign out. */
export function UserMenu() {
  const { user, mailboxes, mailbox, chooseMailbox } = useSession();
  const [theme, setTheme] = useState<string>('system');
  useEffect(() => setTheme(chosenTheme() ?? 'system'), []);

  const leave = () =>
    signOut()
      .catch(() => undefined)
      .then(() => window.location.assign('/sign-in'));

  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="rounded-full p-0.5 hover:bg-well">
        <span className="sr-only">{user.name}: account menu</span>
        <Avatar name={user.name} className="size-8 text-sm" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={8}
          className="z-50 w-64 rounded-card border border-line bg-sheet p-1.5 shadow-card"
        >
          <div className="px-3 py-2">
            <p className="font-medium">{user.name}</p>
            <p className="truncate text-quiet text-sm">{user.email}</p>
          </div>
          {mailboxes.length > 1 ? (
            <>
              <DropdownMenu.Separator className="my-1 h-px bg-line" />
              <DropdownMenu.Label className={LABEL}>Mailbox</DropdownMenu.Label>
              <DropdownMenu.RadioGroup value={mailbox?.id ?? ''} onValueChange={chooseMailbox}>
                {mailboxes.map(({ id, address }) => (
                  <Choice key={id} value={id} words={address} />
                ))}
              </DropdownMenu.RadioGroup>
            </>
          ) : null}
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <DropdownMenu.Label className={LABEL}>Appearance</DropdownMenu.Label>
          <DropdownMenu.RadioGroup
            value={theme}
            onValueChange={(value) => {
              setTheme(value);
              chooseTheme(isTheme(value) ? value : null);
            }}
          >
            <Choice value="system" words="As the system" />
            <Choice value="light" words="Light" />
            <Choice value="dark" words="Dark" />
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <DropdownMenu.Item className={ITEM} asChild>
            <Link href="/settings/api-tokens">API tokens</Link>
          </DropdownMenu.Item>
          <DropdownMenu.Item className={ITEM} onSelect={leave}>
            Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Choice({ value, words }: { value: string; words: string }) {
  return (
    <DropdownMenu.RadioItem
      value={value}
      className={ITEM}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="size-4">
        <DropdownMenu.ItemIndicator>
          <CheckIcon className="size-4 text-ink" />
        </DropdownMenu.ItemIndicator>
      </span>
      <span className="truncate">{words}</span>
    </DropdownMenu.RadioItem>
  );
}
