import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Wordmark } from '../ui/wordmark';
import { NotificationBell } from './notification-bell';
import { useSession } from './session';
import { UserMenu } from './user-menu';

export function Header() {
  const { user } = useSession();
  const path = usePathname();
  const places = [
    { href: '/inbox', words: 'Inbox' },
    { href: '/settings/ai-model', words: 'AI model' },
    ...(user.role === 'operator'
      ? [
          { href: '/agents', words: 'Agents' },
          { href: '/jobs', words: 'Jobs' },
        ]
      : []),
  ];
  return (
    <header className="sticky top-0 z-30 border-line border-b bg-desk/90 backdrop-blur">
      <div className="mx-auto flex h-14 max-w-5xl items-center gap-1 px-3 sm:gap-2 sm:px-6">
        <Link
          href="/inbox"
          aria-label="emailai, to the inbox"
          className="-ml-1 mr-1 flex items-center rounded-lg py-1 pr-2 sm:mr-4"
        >
          <Wordmark isShort={user.role === 'operator'} />
        </Link>
        <nav aria-label="Main" className="flex min-w-0 items-center">
          {places.map(({ href, words }) => {
            const isHere = path.startsWith(href);
            return (
              <Link
                key={href}
                href={href}
                aria-current={isHere ? 'page' : undefined}
                className={`relative whitespace-nowrap rounded-lg px-2 py-2 sm:px-3 ${
                  isHere
                    ? 'font-medium text-text after:absolute after:inset-x-2 after:-bottom-[9px] after:h-[2px] after:rounded-full after:bg-ink sm:after:inset-x-3'
                    : 'text-quiet hover:text-text'
                }`}
              >
                {words}
              </Link>
            );
          })}
        </nav>
        <div className="ml-auto flex items-center gap-1 sm:gap-2">
          <NotificationBell />
          <UserMenu />
        </div>
      </div>
    </header>
  );
}
