/**
 * Who may make an account: the first visitor of a new installation, who becomes its operator, and nobody after
 * that unless sign-up was opened. Two first visitors at the same moment must not both win, so a seat that is
 * being taken is held until the row is there, or for a few seconds if it never comes.
 */
export interface SignUpGate {
  state(): Promise<'first_visitor' | 'open' | 'closed'>;
  /** The role a new user gets, or `null` where nobody may sign up. */
  admit(): Promise<'operator' | 'writer' | null>;
  settled(): void;
}

const HOLD_MS = 10_000;

export function createSignUpGate(input: {
  signUp: 'first' | 'open' | 'never';
  hasUsers: () => Promise<boolean>;
  now: () => number;
}): SignUpGate {
  let heldUntil = 0;
  const rest = input.signUp === 'open' ? 'open' : 'closed';
  const state = async () => {
    if (input.signUp === 'never') return 'closed';
    return (await input.hasUsers()) ? rest : 'first_visitor';
  };
  return {
    state,
    async admit() {
      const found = await state();
      if (found === 'closed') return null;
      if (found === 'open') return 'writer';
      if (input.now() < heldUntil) return rest === 'open' ? 'writer' : null;
      heldUntil = input.now() + HOLD_MS;
      return 'operator';
    },
    settled() {
      heldUntil = 0;
    },
  };
}
