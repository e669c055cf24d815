/** Where outside workers tell of jobs. */
export const RECEIVER_PATH = '/api/webhooks/fine-tuning';
