import type { Metadata } from 'next';
import { AiModelPage } from '../../../../components/model/ai-model-page';

export const metadata: Metadata = { title: 'AI model' };

export default function Page() {
  return <AiModelPage />;
}
