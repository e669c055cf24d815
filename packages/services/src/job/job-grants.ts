import type { Fence } from '@emailai/contracts/agent-protocol';
import { ServiceError } from '@emailai/contracts/errors';
import type { MailVault } from '@emailai/db/mail-vault/open-mail-vault';

interface GrantedFence extends Fence {
  agentId: string;
}

/** Hands out and checks job grants: `<expiry, ms in base 36>.<HMAC of job, agent, epoch and expiry>`. */
export interface JobGrants {
  issue(fence: GrantedFence): string;
  /** @throws ServiceError `grant_refused` for one that was never given for this, `grant_expired` for an old one */
  check(fence: GrantedFence, grant: string): void;
}

const PURPOSE = 'job-grant';
const GRANT = /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{43})$/;

const signedText = ({ jobId, agentId, epoch }: GrantedFence, expiry: string) =>
  [jobId, agentId, epoch, expiry].join('\n');

export function createJobGrants(ports: {
  vault: Pick<MailVault, 'sign' | 'isSigned'>;
  /** The database's time: every instance must agree on what has expired. */
  now: () => Date;
  grantMs: number;
}): JobGrants {
  const { vault, now, grantMs } = ports;
  return {
    issue(fence) {
      const expiry = Math.round(now().getTime() + grantMs).toString(36);
      return `${expiry}.${vault.sign(PURPOSE, signedText(fence, expiry))}`;
    },
    check(fence, grant) {
      const [, expiry = '', signature = ''] = GRANT.exec(grant) ?? [];
      if (!vault.isSigned(PURPOSE, signedText(fence, expiry), signature)) {
        throw new ServiceError('grant_refused', 'This job was not granted to this agent.', {
          nextStep: 'Send the grant that came with the job, or with the last heartbeat.',
          details: { jobId: fence.jobId, epoch: fence.epoch },
        });
      }
      if (Number.parseInt(expiry, 36) < now().getTime()) {
        throw new ServiceError('grant_expired', 'The grant of this job is too old.', {
          nextStep: 'Send a heartbeat: it brings a new one while the job is held.',
          details: { jobId: fence.jobId, epoch: fence.epoch },
        });
      }
    },
  };
}
