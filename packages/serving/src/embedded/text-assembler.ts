import type { LlamaModel, Token } from 'node-llama-cpp';

/** A character needs at most 4 bytes, so at most so many byte tokens; what is still broken then stays broken. */
const LONGEST_CHARACTER_TOKENS = 4;
/** Some tokenizers decide on a space by what went before. */
const REMEMBERED_TOKENS = 4;

/** Turns tokens into text as they come, never half a character. */
export class TextAssembler {
  #open: Token[] = [];
  #before: Token[] = [];

  constructor(readonly model: Pick<LlamaModel, 'detokenize'>) {}

  /** The text that `token` completes; empty while a character is unfinished. */
  add(token: Token): string {
    this.#open.push(token);
    const text = this.model.detokenize(this.#open, false, this.#before);
    if (text.endsWith('\uFFFD') && this.#open.length < LONGEST_CHARACTER_TOKENS) return '';
    return this.#pass(text);
  }

  /** What is left at the end. */
  end(): string {
    if (this.#open.length === 0) return '';
    return this.#pass(this.model.detokenize(this.#open, false, this.#before));
  }

  #pass(text: string): string {
    this.#before = [...this.#before, ...this.#open].slice(-REMEMBERED_TOKENS);
    this.#open = [];
    return text;
  }
}
