import type { WebhookTarget } from '@emailai/services/webhook/webhook-target';
import type { WebhookSettings } from '../operations';
import { RECEIVER_PATH } from './receiver-path';
import { readWebhookSecret } from './webhook-secret';

/** Where events go, with the secret that was set or, without one, the server's own. */
export async function openWebhookTarget(
  settings: WebhookSettings | null,
  { stateDir, say = () => undefined }: { stateDir: string; say?: (sentence: string) => void },
): Promise<WebhookTarget | undefined> {
  if (settings === null) return undefined;
  if (settings.url.pathname === RECEIVER_PATH) {
    say(
      'FINE_TUNING_WEBHOOK_URL names the door at which outside workers tell of jobs. That door is there by itself and takes no events: none are sent.',
    );
    return undefined;
  }
  if (settings.secrets.length > 0) return settings;
  const { secret, file, isNew } = await readWebhookSecret(stateDir);
  if (isNew) {
    say(`Webhooks are signed with a new secret. Give the receiver what stands in ${file}.`);
  }
  return { ...settings, secrets: [secret] };
}
