import { newId } from '@emailai/contracts/ids';
import { PERSONAS, type Persona } from '@emailai/contracts/personas';
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
  for (const persona of PERSONAS) imported += await seedPersona(ctx, persona);
  if (imported > 0) {
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    say(`Wrote ${imported} mails for ${PERSONAS.length} invented writers in ${seconds} s.`);
  }
}

async function seedPersona(ctx: ServiceContext, persona: Persona): Promise<number> {
  const { emailAccountId } = await ensureWriter({
    ctx,
    input: { address: persona.address, name: persona.name },
  });
  const stored = await ctx.db.prisma.emailMessage.count({ where: { emailAccountId } });
  const { sent, incoming, unanswered } = generateMailbox(persona.id, { seed: SEED });
  const mails = [...incoming, ...unanswered, ...sent];
  if (stored === mails.length) return 0;
  return (await importMail({ ctx, input: { emailAccountId, mails } })).imported;
}
