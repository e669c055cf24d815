import { createInterface } from 'node:readline/promises';

const HOW = `No base model is set. The base is what every personal model grows from; set one of
  AGENT_BASE=/path/to/a/hugging-face/directory   (config.json, *.safetensors, tokenizer.json)
  AGENT_BASE=/path/to/a/model.gguf
and start again. To see everything work without one, there is a tiny base of our own:
  npm start -- --base tiny                       trial only: its drafts are not fit for use`;

/** The base that is set, or the tiny one if the person at the terminal agrees, or `null`: start without an agent. */
export async function chooseBase(
  set: string | null,
  say: (sentence: string) => void,
  { canAsk } = { canAsk: process.stdin.isTTY && process.stderr.isTTY },
): Promise<string | null> {
  if (set === 'tiny') say('The tiny base is for trying out only: its drafts are not fit for use.');
  if (set !== null) return set;
  say(HOW);
  if (!canAsk) {
    say('Starting without an agent: jobs wait until one is online.');
    return null;
  }
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await ask.question('Use the tiny base for now (trial only)? [y/N] ');
    return /^y(es)?$/i.test(answer.trim()) ? 'tiny' : null;
  } finally {
    ask.close();
  }
}
