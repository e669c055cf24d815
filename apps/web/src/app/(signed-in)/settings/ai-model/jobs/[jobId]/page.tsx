import type { Metadata } from 'next';
import { JobPage } from '../../../../../../components/job/job-page';

export const metadata: Metadata = { title: 'Training' };

export default async function Page({ params }: { params: Promise<{ jobId: string }> }) {
  return <JobPage jobId={(await params).jobId} />;
}
