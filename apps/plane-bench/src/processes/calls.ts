import { z } from 'zod';

/** What a child process can be asked; inputs and answers travel as JSON. */
export type Calls = Record<string, (input: never) => Promise<unknown>>;

export interface Call {
  id: number;
  name: string;
  input: unknown;
}

export const replySchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ id: z.number(), error: z.string() }),
  z.object({ id: z.number(), answer: z.unknown() }),
]);
