import { Template } from '@huggingface/jinja';
import type { LlamaModel, Token } from 'node-llama-cpp';
import type { ChatTurn } from '../engine';
import { keepEnds } from '../fit-tokens';
import { ServingError } from '../serving-error';
import type { FitPromptInput, FittedPrompt, TokenisedReply } from './engine-verbs';

const REPLY_MARK = 'REPLYGOESHERE';

/** A base's own chat template and tokenizer, used exactly as the trainer uses them (emailai_trainer/chat_text.py). */
export class ChatFormat {
  /** The token that ends an assistant's turn. */
  readonly endToken: Token;
  readonly #model: LlamaModel;
  readonly #template: Template;

  /** Throws `base_refused` where the base has no chat template or its template ends no turn. */
  constructor(model: LlamaModel) {
    const source = model.fileInfo.metadata.tokenizer.chat_template;
    if (typeof source !== 'string' || source === '') {
      throw new ServingError(
        'base_refused',
        'The base has no chat template: choose an instruct model.',
      );
    }
    this.#model = model;
    this.#template = new Template(source);
    this.endToken = this.#findEndToken();
  }

  /** The user's turn and the opening of the assistant's, as the template renders them. */
  promptText(userMessage: string, earlier: readonly ChatTurn[] = []): string {
    try {
      return this.#render([...earlier, { role: 'user', content: userMessage }], true);
    } catch (cause) {
      throw new ServingError(
        'unsupported',
        "The base's chat template does not take these messages: some know no system message, and most want the user's and the assistant's in turn.",
        { cause },
      );
    }
  }

  promptTokens(userMessage: string, earlier: readonly ChatTurn[] = []): Token[] {
    return this.#model.tokenize(this.promptText(userMessage, earlier), true);
  }

  /** The reply's own tokens, in which nothing is special, and the end of the turn. */
  replyTokens(reply: string): Token[] {
    return [...this.#model.tokenize(reply, false), this.endToken];
  }

  tokenise(userMessage: string, reply: string): TokenisedReply {
    return {
      promptText: this.promptText(userMessage),
      promptTokens: this.promptTokens(userMessage).map(Number),
      replyTokens: this.replyTokens(reply).map(Number),
    };
  }

  /** A prompt of at most `maxTokens`, for another engine. */
  fitPrompt({ userMessage, earlier, maxTokens }: FitPromptInput): FittedPrompt {
    const whole = this.promptTokens(userMessage, earlier);
    const kept = keepEnds(whole, maxTokens);
    const cutTokens = whole.length - kept.length;
    const text =
      cutTokens === 0 ? this.promptText(userMessage, earlier) : this.#model.detokenize(kept, true);
    const { bosString, shouldPrependBosToken } = this.#model.tokens;
    const isDoubled = shouldPrependBosToken && bosString !== null && text.startsWith(bosString);
    return {
      text: isDoubled ? text.slice(bosString.length) : text,
      promptTokens: kept.length,
      cutTokens,
      endText: this.#model.detokenize([this.endToken], true),
      promptTokenIds: kept.map(Number),
      endTokenId: Number(this.endToken),
    };
  }

  /** A role token ends a draft as well: what follows would be the model talking to itself. */
  endsTurn(token: Token): boolean {
    const model = this.#model;
    return token === this.endToken || model.isEogToken(token) || model.isSpecialToken(token);
  }

  #render(messages: ChatTurn[], opensReply: boolean): string {
    return this.#template.render({
      messages,
      add_generation_prompt: opensReply,
      bos_token: this.#model.tokens.bosString ?? '',
      eos_token: this.#model.tokens.eosString ?? '',
    });
  }

  #findEndToken(): Token {
    const messages: ChatTurn[] = [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: REPLY_MARK },
    ];
    const text = this.#render(messages, false);
    const markAt = text.lastIndexOf(REPLY_MARK);
    if (markAt >= 0) {
      const behind = this.#model.tokenize(text.slice(markAt + REPLY_MARK.length), true);
      const end = behind.find((token) => this.#model.isSpecialToken(token));
      if (end !== undefined) return end;
    }
    throw new ServingError('base_refused', "The base's chat template does not end a turn.");
  }
}
