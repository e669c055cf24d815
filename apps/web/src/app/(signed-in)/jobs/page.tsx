import type { Metadata } from 'next';
import { SupportJobsPage } from '../../../components/support/support-jobs-page';

export const metadata: Metadata = { title: 'Jobs' };

export default function Page() {
  return <SupportJobsPage />;
}
