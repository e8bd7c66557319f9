import { sendFile, sendPart } from './bytes.js';
import { sentBytes } from './remembered.js';

/** Requests to S3 at the same time. */
const CONCURRENCY = 4;

/** The bytes of one file on their way to S3: whole, or in parts, several at once. */
export class Transfer {
  #file;
  #record;
  #urls;
  #on;
  /** The numbers of the parts that S3 does not have. A whole file is one part. */
  #missing = new Set();
  /** Bytes sent so far, in all, and of each part that was begun here. */
  #total;
  #ofParts = new Map();
  /** Ends the requests that are under way. */
  #requests;
  #succeed;
  #fail;

  /**
   * @param {File} file
   * @param record see remembered.js; with an `uploadId` it goes in parts, without those that are `finished`
   * @param {PresignedUrls} urls
   * @param {{progress: function(number), part: function(number), stalled: function()}} on what to tell: bytes sent so far,
   *   a part that S3 has, and that a request failed and will be tried again
   */
  constructor(file, record, urls, on) {
    this.#file = file;
    this.#record = record;
    this.#urls = urls;
    this.#on = on;
    this.#total = sentBytes(record);
    const { uploadId, size, partSize, finished } = record;
    const last = uploadId ? Math.ceil(size / partSize) : 1;
    for (let number = 1; number <= last; number++) {
      this.#missing.add(number);
    }
    finished.forEach((number) => this.#missing.delete(number));
  }

  /** Resolves when S3 has all bytes. */
  async run(signal) {
    signal.throwIfAborted();
    const sent = new Promise((resolve, reject) => {
      this.#succeed = resolve;
      this.#fail = reject;
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    this.#start();
    try {
      await sent;
    } finally {
      this.#requests.abort();
    }
  }

  pauseOrResume() {
    if (this.#requests.signal.aborted) {
      this.#start();
    } else {
      this.#requests.abort();
    }
  }

  #start() {
    this.#requests = new AbortController();
    const { signal } = this.#requests;
    this.#sendMissing(signal).then(this.#succeed, (failure) => signal.aborted || this.#fail(failure));
  }

  async #sendMissing(signal) {
    // One queue for all: each takes the next part when it is done with one.
    const queue = this.#missing.values();
    const work = async () => {
      for (const number of queue) {
        await this.#send(number, signal);
        this.#missing.delete(number);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  }

  async #send(number, signal) {
    const on = { ...this.#on, progress: (bytes) => this.#progress(number, bytes) };
    const { uploadId, partSize } = this.#record;
    if (uploadId) {
      const part = this.#file.slice((number - 1) * partSize, number * partSize);
      await sendPart(part, number, this.#urls, on, signal);
      this.#on.part(number);
    } else {
      await sendFile(this.#file.slice(), this.#urls, on, signal);
    }
  }

  #progress(number, bytes) {
    this.#total += bytes - (this.#ofParts.get(number) ?? 0);
    this.#ofParts.set(number, bytes);
    this.#on.progress(this.#total);
  }
}
