import { Problem, Unreachable } from './failures.js';
import { persist } from './network.js';

/** Milliseconds for an answer; add takes as long as reading the image does. */
const PATIENCE = 30_000;

/**
 * Glint's functions at one address. Calls are repeated while that can help; they throw a Problem or an Unreachable. A signal
 * ends the repetition, but not a call: what it has begun, somebody has to know. A token that is missing or refused is asked for.
 */
export class Functions {
  /** Whether the last call got no answer that helps, and is going to be repeated. */
  stalled = false;

  #base;
  #token;

  /**
   * @param {URL} base the address below which the functions are, with a slash at its end
   * @param {Token} token which goes to the functions, and to nobody else
   */
  constructor(base, token) {
    this.#base = base;
    this.#token = token;
  }

  add(request, idempotencyKey, signal) {
    return this.#call('add', request, signal, { 'Idempotency-Key': idempotencyKey });
  }

  getPresigned(request, signal) {
    return this.#call('get-presigned', request, signal);
  }

  delete(request, signal) {
    return this.#call('delete', request, signal);
  }

  async #call(name, request, signal, headers) {
    const attempt = () => this.#authorized(name, request, signal, headers);
    try {
      return await persist(attempt, { signal, failed: () => (this.stalled = true) });
    } finally {
      this.stalled = false;
    }
  }

  /** Calls once, and again with each token that is given after one was refused. */
  async #authorized(name, request, signal, headers) {
    for (;;) {
      const { value } = this.#token;
      try {
        return await this.#once(name, request, value ? { ...headers, Authorization: `Bearer ${value}` } : headers);
      } catch (failure) {
        if (failure.status !== 401 || signal?.aborted) {
          throw failure;
        }
        this.stalled = false;
        if (!(await this.#token.replace(value, failure.message))) {
          throw failure;
        }
      }
      signal?.throwIfAborted();
    }
  }

  async #once(name, request, headers) {
    const url = new URL(name, this.#base);
    let response;
    let answer;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(request),
        signal: name === 'add' ? undefined : AbortSignal.timeout(PATIENCE),
      });
      answer = await response.text();
    } catch (cause) {
      throw Unreachable.host('functions', url, cause);
    }
    if (!response.ok) {
      throw Problem.of(response.status, answer, response.headers.get('Retry-After'));
    }
    try {
      return JSON.parse(answer);
    } catch (cause) {
      throw new Unreachable(`What answers at ${url.href} is not one of Glint's functions.`, { cause });
    }
  }
}
