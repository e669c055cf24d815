import { Popover } from 'radix-ui';
import { agoWords } from '../../browser/duration-words';
import { type Notice, trpc } from '../../browser/trpc';
import { useNow } from '../../browser/use-now';
import { BellIcon } from '../ui/icons';

const POLL_MS = 20_000;

const DOTS: Readonly<Record<Notice['kind'], string>> = {
  eligible: 'bg-ink',
  job_completed: 'bg-good',
  job_failed: 'bg-bad',
};

/** Notices: eligible, done, failed. Opening the list marks them as read. */
export function NotificationBell() {
  const utils = trpc.useUtils();
  const list = trpc.notification.list.useQuery(undefined, { refetchInterval: POLL_MS });
  const markRead = trpc.notification.markRead.useMutation({
    onSuccess: () => utils.notification.list.invalidate(),
  });
  const now = useNow(30_000);
  const unread = list.data?.unread ?? 0;
  const notices = list.data?.notifications ?? [];

  return (
    <Popover.Root
      onOpenChange={(isOpen) => {
        if (!isOpen && unread > 0) markRead.mutate({});
      }}
    >
      <Popover.Trigger className="relative rounded-full p-2 text-quiet hover:bg-well hover:text-text">
        <span className="sr-only">
          {unread === 0 ? 'Notifications' : `Notifications, ${unread} new`}
        </span>
        <BellIcon />
        {unread > 0 ? (
          <span
            aria-hidden
            className="absolute top-1 right-1 flex min-w-4 items-center justify-center rounded-full bg-ink px-1 font-medium text-[0.65rem] text-on-ink leading-4"
          >
            {unread > 9 ? '9+' : unread}
          </span>
        ) : null}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          collisionPadding={12}
          aria-label="Notifications"
          className="z-50 w-[min(22rem,calc(100vw-1.5rem))] rounded-card border border-line bg-sheet shadow-card"
        >
          <h2 className="border-line border-b px-4 py-3 font-serif text-lg">Notifications</h2>
          {notices.length === 0 ? (
            <p className="px-4 py-6 text-quiet">
              Nothing yet. You will hear here when you can train, and when a training has ended.
            </p>
          ) : (
            <ul className="max-h-96 overflow-y-auto py-1">
              {notices.map((notice) => (
                <li key={notice.id} className="flex gap-3 px-4 py-2.5">
                  <span
                    aria-hidden
                    className={`mt-2 size-2 shrink-0 rounded-full ${notice.readAt ? 'bg-line' : DOTS[notice.kind]}`}
                  />
                  <div>
                    <p className="font-medium">{notice.title}</p>
                    <p className="text-quiet text-sm">{notice.body}</p>
                    <p className="mt-0.5 text-quiet text-xs">
                      {agoWords(new Date(notice.createdAt), now)}
                    </p>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
