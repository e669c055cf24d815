import type { AnsweredMail, Habit } from './personas/habit';
import { HABITS, SIGN_OFFS } from './personas/habits';
import { addressesRightPerson, firstNameOf } from './personas/right-person';
import { PERSONA_IDS, PERSONAS, type Persona, type PersonaId } from './personas/writers';

export type { AnsweredMail, Habit, Persona, PersonaId };
export { addressesRightPerson, firstNameOf, HABITS, PERSONA_IDS, PERSONAS, SIGN_OFFS };

export function isPersonaId(id: string): id is PersonaId {
  return (PERSONA_IDS as readonly string[]).includes(id);
}

/** Share, 0 to 1, of the writer's habits that hold of `draft`, an answer to `incoming`. */
export function habitShare(personaId: PersonaId, draft: string, incoming: AnsweredMail): number {
  const habits = HABITS[personaId];
  return habits.filter((habit) => habit.holds(draft, incoming)).length / habits.length;
}
