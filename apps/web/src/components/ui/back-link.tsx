import Link from 'next/link';
import { LeftIcon } from './icons';

/** To the page above. */
export function BackLink({ href, words }: { href: string; words: string }) {
  return (
    <Link
      href={href}
      className="-ml-1 inline-flex items-center gap-1 self-start rounded-lg py-1 pr-2 text-quiet hover:text-text"
    >
      <LeftIcon className="size-4" /> {words}
    </Link>
  );
}
