import { newId } from '@emailai/contracts/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openTestServices,
  type TestServices,
  type TestWriter,
} from '../testing/open-test-services';
import { waitingJob } from '../testing/work-job';
import { cancelFineTune } from './cancel-fine-tune';
import { retryFineTune } from './retry-fine-tune';
import { startFineTune } from './start-fine-tune';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices();
});
afterAll(() => test.close());

const retry = ({ userId }: TestWriter, jobId: string) =>
  retryFineTune({ ctx: test.ctx, input: { userId, jobId } });

async function cancelledJob() {
  const writer = await waitingJob(test.ctx);
  await cancelFineTune({ ctx: test.ctx, input: { userId: writer.userId, jobId: writer.jobId } });
  return writer;
}

describe('retrying a job', () => {
  it('from several tabs at once makes one job, the same for each', async () => {
    const writer = await cancelledJob();
    const answers = await Promise.all([1, 2, 3, 4].map(() => retry(writer, writer.jobId)));
    const ids = new Set(answers.map(({ job }) => job.id));
    expect(ids.size).toBe(1);
    expect(answers[0]?.job).toMatchObject({ status: 'PENDING', retryOf: writer.jobId });
    expect(await retry(writer, writer.jobId)).toMatchObject({ job: { id: [...ids][0] } });
  });

  it('is refused beside a job that retries nothing or another one', async () => {
    const writer = await cancelledJob();
    const { userId, emailAccountId } = writer;
    const { job } = await startFineTune({
      ctx: test.ctx,
      input: { userId, emailAccountId, idempotencyKey: newId() },
    });
    await expect(retry(writer, writer.jobId)).rejects.toMatchObject({
      code: 'job_active',
      details: { jobId: job.id },
    });
    await expect(retry(writer, job.id)).rejects.toMatchObject({ code: 'job_not_retryable' });
  });
});
