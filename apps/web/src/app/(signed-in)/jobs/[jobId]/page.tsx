import type { Metadata } from 'next';
import { SupportJobPage } from '../../../../components/support/support-job-page';

export const metadata: Metadata = { title: 'Job' };

export default async function Page({ params }: { params: Promise<{ jobId: string }> }) {
  return <SupportJobPage jobId={(await params).jobId} />;
}
