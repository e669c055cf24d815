import { newId } from '@emailai/contracts/ids';
import { PERSONAS, type PersonaId } from '@emailai/contracts/personas';
import { generateMailbox } from '@emailai/mailbox/personas/generate-mailbox';
import { ensureWriter } from '@emailai/services/account/ensure-writer';
import type { ServiceContext } from '@emailai/services/context';
import { importMail } from '@emailai/services/mail/import-mail';

/** Who looks after agents and queue in the demo; has no mailbox. */
const OPERATOR = { email: 'operator@example.org', name: 'Olga Reyes' };

export async function seedOperator(ctx: ServiceContext): Promise<void> {
  await ctx.db.prisma.user.upsert({
    where: { email: OPERATOR.email },
    update: {},
    create: { id: newId(), ...OPERATOR, role: 'operator' },
  });
}

/** One seed for all: the demo's mail is the same everywhere. */
const SEED = 1;

/** Brings every demo writer into the database with all of their mail; what is there already is left alone. */
export async function seedPersonas(
  ctx: ServiceContext,
  say: (sentence: string) => void,
): Promise<void> {
  const started = Date.now();
  let imported = 0;
  for (const { id } of PERSONAS) imported += (await seedPersona(ctx, id)).imported;
  if (imported > 0) {
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    say(`Wrote ${imported} mails for ${PERSONAS.length} invented writers in ${seconds} s.`);
  }
}

/** One demo writer with all of their mail. */
export async function seedPersona(
  ctx: ServiceContext,
  personaId: PersonaId,
): Promise<{ userId: string; emailAccountId: string; imported: number }> {
  const { address, name, sent, incoming, unanswered } = generateMailbox(personaId, { seed: SEED });
  const writer = await ensureWriter({ ctx, input: { address, name } });
  const { emailAccountId } = writer;
  const stored = await ctx.db.prisma.emailMessage.count({ where: { emailAccountId } });
  const mails = [...incoming, ...unanswered, ...sent];
  if (stored === mails.length) return { ...writer, imported: 0 };
  const { imported } = await importMail({ ctx, input: { emailAccountId, mails } });
  return { ...writer, imported };
}
