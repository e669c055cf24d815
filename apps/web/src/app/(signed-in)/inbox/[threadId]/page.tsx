import type { Metadata } from 'next';
import { ThreadPage } from '../../../../components/inbox/thread-page';

export const metadata: Metadata = { title: 'Thread' };

export default async function Page({ params }: { params: Promise<{ threadId: string }> }) {
  return <ThreadPage threadId={(await params).threadId} />;
}
