import { once, persist } from './network.js';
import { put } from './put.js';
import { sentBytes } from './remembered.js';

/** Requests to S3 at the same time. */
const CONCURRENCY = 4;

/** The bytes of one file on their way to S3: a few parts at a time, each of them again while that can help. */
export class Transfer {
  #file;
  #record;
  #urls;
  #on;
  /** The bytes of each part under way that are sent, by its number. */
  #sending = new Map();
  /** Ends the requests that are under way. */
  #round;
  #resume;
  #resumed;

  /**
   * @param {File} file
   * @param record see remembered.js; without an `uploadId` the file is one part
   * @param {PresignedUrls} urls
   * @param {{progress: function(number), part: function(number), stalled: function()}} on what to tell: the bytes that are
   *   sent, a part that S3 has, and that a request failed and will be repeated
   */
  constructor(file, record, urls, on) {
    this.#file = file;
    this.#record = record;
    this.#urls = urls;
    this.#on = on;
  }

  /** Resolves when S3 has all bytes. */
  async run(signal) {
    for (;;) {
      const round = new AbortController();
      this.#round = round;
      try {
        await this.#sendMissing(AbortSignal.any([signal, round.signal]));
        return;
      } catch (failure) {
        signal.throwIfAborted();
        if (!round.signal.aborted) {
          throw failure;
        }
      }
      await once(signal, (resolve) => this.#resumed.then(resolve));
    }
  }

  pause() {
    this.#resumed = new Promise((resolve) => (this.#resume = resolve));
    this.#round.abort();
  }

  resume() {
    this.#resume();
  }

  async #sendMissing(signal) {
    const { size, partSize, finished } = this.#record;
    const count = partSize ? Math.ceil(size / partSize) : 1;
    const missing = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !finished.includes(number));
    const parts = missing.values();
    // One that fails for good ends the others.
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    const worker = async () => {
      for (const number of parts) {
        await this.#send(number, either);
      }
    };
    try {
      await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    } finally {
      failed.abort();
    }
  }

  async #send(number, signal) {
    try {
      await this.#persist(number, signal).catch((failure) => {
        if (failure.status !== 403) {
          throw failure;
        }
        // The URL may have expired by the clock of S3: once more with a new one.
        this.#urls.forget(number);
        return this.#persist(number, signal);
      });
    } finally {
      this.#sending.delete(number);
    }
    this.#on.part(number);
  }

  async #persist(number, signal) {
    const target = await this.#urls.get(number, signal);
    const { size, partSize = size } = this.#record;
    const begin = (number - 1) * partSize;
    const bytes = this.#file.slice(begin, begin + partSize, '');
    await persist(() => put(target, bytes, (sent) => this.#progress(number, sent), signal), signal, this.#on.stalled);
  }

  #progress(number, sent) {
    this.#sending.set(number, sent);
    const underWay = [...this.#sending.values()].reduce((sum, bytes) => sum + bytes, 0);
    this.#on.progress(sentBytes(this.#record) + underWay);
  }
}
