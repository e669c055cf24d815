/** A set-up step that cannot go on; `sentence` says what happened and what to do. */
export class SetupError extends Error {
  constructor(sentence, options) {
    super(sentence, options);
    this.sentence = sentence;
  }
}
