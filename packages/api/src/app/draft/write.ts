import { draftEventSchema, draftVoiceSchema } from '@emailai/contracts/draft';
import { idSchema } from '@emailai/contracts/ids';
import { writeDraft } from '@emailai/services/draft/write-draft';
import { z } from 'zod';
import { streamOf } from '../../stream-of';
import { writerProcedure } from '../trpc';

/** A reply draft, as it is written: `started` first, then text, then `ended` or `failed`. */
export const write = writerProcedure
  .input(z.object({ messageId: idSchema, voice: draftVoiceSchema }))
  .output(streamOf(draftEventSchema))
  .subscription(({ ctx, input, signal }) =>
    writeDraft({ ctx: ctx.services, input: { userId: ctx.user.id, ...input, signal } }),
  );
