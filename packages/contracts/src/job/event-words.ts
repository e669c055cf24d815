import type { JobEventPayload } from './events';

/** An event in a sentence, for whoever reads a job's log. */
export function eventWords(payload: JobEventPayload): string {
  switch (payload.type) {
    case 'created':
      return payload.retryOf === null ? 'Ordered.' : `Ordered again, after ${payload.retryOf}.`;
    case 'claimed':
      return `Taken by ${payload.agentName}.`;
    case 'extracted':
      return `Read ${payload.sent} sent mails and ${payload.incoming} received ones.`;
    case 'preparing':
      return 'Preparing the replies.';
    case 'prepared':
      return `Prepared ${payload.trainRows} replies to train on and ${payload.heldOutRows} to judge by.`;
    case 'training':
      return 'Training starts.';
    case 'planned':
      return `${payload.totalSteps} steps on ${payload.device}, about ${Math.ceil(payload.predictedSeconds)} s.`;
    case 'resumed':
      return `Went on from the end of epoch ${payload.fromEpoch}.`;
    case 'step':
      return `Step ${payload.step} of ${payload.totalSteps}: loss ${payload.loss.toFixed(3)}.`;
    case 'epoch':
      return `Epoch ${payload.epoch}: held-out loss ${payload.heldOutLoss.toFixed(3)}.`;
    case 'evaluating':
      return `Judged ${payload.done} of ${payload.total} held-out mails.`;
    case 'used':
      return `Used ${Math.round(payload.gpuSeconds)} s of the device so far.`;
    case 'progress':
      return `${payload.percent} % done, says its worker.`;
    case 'deploying':
      return 'Checking and deploying the model.';
    case 'requeued':
      return `Waits for an agent again: ${payload.reason}`;
    case 'cancelRequested':
      return 'Cancelling.';
    case 'cancelled':
      return 'Cancelled.';
    case 'failed':
      return `${payload.error.message} ${payload.error.nextStep}`;
    case 'completed':
      return payload.evaluation.reason;
  }
}
