import { fileURLToPath } from 'node:url';
import { childEnvironment } from '@emailai/serving/child-environment';

/** The folder Python finds `emailai_trainer` in. */
const TRAINER_DIR = fileURLToPath(new URL('../../trainer', import.meta.url));

/** What the trainer's Python may know: no secrets, and no way to ask a model hub. */
export function trainerEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return childEnvironment(environment, {
    PYTHONPATH: TRAINER_DIR,
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUTF8: '1',
    HF_HUB_OFFLINE: '1',
    HF_HUB_DISABLE_TELEMETRY: '1',
    TOKENIZERS_PARALLELISM: 'false',
  });
}
