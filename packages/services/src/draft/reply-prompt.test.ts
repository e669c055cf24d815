import { newId } from '@emailai/contracts/ids';
import type { Mail } from '@emailai/contracts/mail';
import { PERSONAS } from '@emailai/contracts/personas';
import { REPLY_INSTRUCTION, userMessage } from '@emailai/contracts/prompt';
import { buildRows } from '@emailai/mailbox/pairs/build-rows';
import { generateMailbox } from '@emailai/mailbox/personas/generate-mailbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureWriter } from '../account/ensure-writer';
import { startFineTune } from '../fine-tune/start-fine-tune';
import { claimJob } from '../job/claim-job';
import { readJobMail } from '../job/read-job-mail';
import { importMail } from '../mail/import-mail';
import { createAgent, openTestServices, type TestServices } from '../testing/open-test-services';
import { replyPrompt } from './reply-prompt';

let test: TestServices;
beforeAll(async () => {
  test = await openTestServices();
});
afterAll(() => test.close());

/** All mail of a job, as its agent reads it. */
async function mailOfJob(): Promise<{ sent: Mail[]; incoming: Mail[] }> {
  const { ctx } = test;
  const agent = await createAgent(ctx);
  const { job } = await claimJob({ ctx, input: { agent, claimId: newId() } });
  const mail: { sent: Mail[]; incoming: Mail[] } = { sent: [], incoming: [] };
  for (const kind of ['sent', 'incoming'] as const) {
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof readJobMail>> = await readJobMail({
        ctx,
        input: {
          agent,
          jobId: job?.jobId ?? '',
          epoch: job?.epoch ?? 0,
          grant: job?.grant ?? '',
          kind,
          cursor,
          limit: 200,
        },
      });
      mail[kind].push(...page.mails);
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
  return mail;
}

it('asks for a draft in the very words that the model was trained on', async () => {
  const { ctx } = test;
  const [persona] = PERSONAS;
  if (!persona) throw new Error('There are no personas.');
  const mailbox = generateMailbox(persona.id, { seed: 1 });
  const { userId, emailAccountId } = await ensureWriter({
    ctx,
    input: { address: persona.address, name: persona.name },
  });
  const mails = [...mailbox.incoming, ...mailbox.unanswered, ...mailbox.sent];
  await importMail({ ctx, input: { emailAccountId, mails } });
  await startFineTune({ ctx, input: { userId, emailAccountId, idempotencyKey: newId() } });
  const { rows } = buildRows({
    ...(await mailOfJob()),
    ownAddresses: [persona.address],
    ownName: persona.name,
  });
  const replies = rows.filter(({ instruction }) => instruction === REPLY_INSTRUCTION);
  expect(replies.length).toBeGreaterThan(150);
  for (const row of replies.slice(0, 60)) {
    const sent = await ctx.db.prisma.emailMessage.findUniqueOrThrow({ where: { id: row.id } });
    const parent = await ctx.db.prisma.emailMessage.findFirstOrThrow({
      where: { emailAccountId, messageId: sent.inReplyTo ?? '' },
    });
    const live = await replyPrompt({ ctx, input: { userId, messageId: parent.id } });
    expect(live.userMessage).toBe(userMessage(row));
  }
});
