import { ERROR_CODES } from '@emailai/contracts/errors';
import { idSchema } from '@emailai/contracts/ids';
import { z } from 'zod';
import { ERROR_TYPES } from '../http/answer';
import { HTTP_REFUSALS } from './http-refusal';
import { named } from './route-description';

const httpCodes = Object.keys(HTTP_REFUSALS);

/** What is wrong, in the words and under the names that both our clients and OpenAI's read. */
export const errorSchema = named(
  'Error',
  z.object({
    code: z
      .enum([...ERROR_CODES, ...httpCodes, 'unknown_host', 'internal'])
      .meta({ description: 'What programs decide by.' }),
    message: z.string().meta({ description: 'What happened and what to do about it.' }),
    param: z
      .string()
      .nullable()
      .meta({ description: 'The field, query parameter or header at fault.' }),
    type: z.enum(ERROR_TYPES).meta({ description: 'The coarse kind, as OpenAI names it.' }),
    requestId: idSchema.meta({ description: 'Also in X-Request-Id, and in the server’s log.' }),
  }),
);

export const refusalSchema = named('Refusal', z.object({ error: errorSchema }));
