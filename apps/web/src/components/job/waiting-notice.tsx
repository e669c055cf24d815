import type { JobLog } from '../../browser/job-log';
import type { Waiting } from '../../browser/trpc';
import { Notice } from '../ui/notice';
import { Sentence } from '../ui/sentence';

/** Why a waiting job waits: its place in the queue, or that no agent is there to take it. */
export function WaitingNotice({ waiting, log }: { waiting: Waiting; log: JobLog }) {
  const isStuck = waiting.reason === 'no_agent';
  return (
    <div className="mt-5">
      <Notice look={isStuck ? 'wait' : 'pencil'} title={waiting.message}>
        {waiting.nextStep ? (
          <p>
            <Sentence text={waiting.nextStep} />
          </p>
        ) : null}
        <p className="figure text-quiet">Place {waiting.position} in the queue.</p>
        {log.requeuedBecause ? <p className="text-quiet">Before: {log.requeuedBecause}</p> : null}
      </Notice>
    </div>
  );
}
