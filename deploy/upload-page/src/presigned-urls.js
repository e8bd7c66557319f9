import { Problem } from './failures.js';

/** A URL that ends sooner than this many milliseconds from now is not used: the request still has to reach S3. */
const MARGIN = 30_000;

/** The URLs to which the bytes of one upload go, asked for in batches when they are needed, and again when they end. */
export class PresignedUrls {
  #functions;
  #record;
  #digests;
  #urls = new Map();
  #asking = Promise.resolve();

  /**
   * @param record see remembered.js; it is told `uploadId` and `partSize` if the server wants parts
   * @param digests those that S3 is to check, in hex
   */
  constructor(functions, record, { md5, sha256 } = {}) {
    this.#functions = functions;
    this.#record = record;
    this.#digests = { checksum: md5, ...(sha256 && { hashAlgorithm: 'sha256', hash: sha256 }) };
  }

  /** Whether it has a URL that can be used now, of a part by its number from 1, or of the whole file as number 1. */
  has(number) {
    return this.#urls.get(number)?.end - MARGIN > Date.now();
  }

  async get(number, signal) {
    if (!this.has(number)) {
      // One after the other: what the call before brings often has this part too.
      const asked = this.#asking.then(() => this.has(number) || this.ask(number, signal));
      this.#asking = asked.catch(() => {});
      await asked;
    }
    return this.#urls.get(number);
  }

  /** Has a URL, which S3 no longer takes, asked for anew. */
  forget(number) {
    this.#urls.delete(number);
  }

  async ask(firstPart, signal) {
    const { imageId, size, uploadId, partSize } = this.#record;
    const common = { operation: 'upload', imageId, size };
    const request = uploadId ? { ...common, uploadId, firstPart } : { ...common, ...this.#digests };
    const answer = await this.#functions.getPresigned(request, signal);
    if (uploadId && answer.partSize !== partSize) {
      throw new Problem('part-size', 409, 'The server cuts images differently now: this upload has to begin anew.');
    }
    const { parts = [{ number: 1, ...answer }], expiresAt } = answer;
    this.#record.uploadId = answer.uploadId;
    this.#record.partSize = answer.partSize;
    const end = Date.parse(expiresAt);
    for (const { number, url, headers } of parts) {
      this.#urls.set(number, { url, headers, end });
    }
  }
}
