import Link from 'next/link';
import { buttonClass } from '../components/ui/button';

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-4 px-6">
      <h1 className="font-serif text-4xl tracking-[-0.02em]">This page was never written</h1>
      <p className="text-quiet">There is nothing under this address.</p>
      <Link href="/inbox" className={buttonClass('ink')}>
        To the inbox
      </Link>
    </main>
  );
}
