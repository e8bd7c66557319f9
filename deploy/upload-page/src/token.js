/**
 * The token with which the functions are called, if they demand one. It is kept in memory alone: a reload forgets it.
 */
export class Token {
  #value;
  #ask;
  #asking;

  /** @param {function(string): Promise<string | undefined>} ask asks for a token, and says why; nobody needs to give one */
  constructor(ask) {
    this.#ask = ask;
  }

  get value() {
    return this.#value;
  }

  forget() {
    this.#value = undefined;
  }

  /** Resolves to whether there is another token than one that was refused. Calls at the same time ask together. */
  async replace(refused, why) {
    if (this.#value !== refused) {
      return true;
    }
    this.#asking ??= this.#request(why);
    return this.#asking;
  }

  async #request(why) {
    try {
      const token = await this.#ask(why);
      this.#value = token ?? this.#value;
      return token !== undefined;
    } finally {
      this.#asking = undefined;
    }
  }
}
