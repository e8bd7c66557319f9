import { digests } from './checksum.js';
import { isFinal, Problem } from './failures.js';
import { PresignedUrls } from './presigned-urls.js';
import { forget, remember, sentBytes, whileHeld } from './remembered.js';
import { Transfer } from './transfer.js';

/** The digests of at most this many bytes are there at once, so that S3 itself can be told to check them. */
const SMALL = 64 * 1024 * 1024;
/** Milliseconds that a request may have failed before the connection counts as lost: others may still get through. */
const GRACE = 1000;

/**
 * One image on its way from a file into the store. Its `state` is `starting`, `sending`, `paused`, `stalled` (the connection is
 * lost; it goes on by itself), `checking`, `done` or `failed`; a "change" event tells of each new one.
 */
export class ImageUpload extends EventTarget {
  state = 'starting';
  /** Bytes of the file that S3 has, and that the checksum has. */
  sent = 0;
  read = 0;
  /** What `add` answered, once done. */
  image;
  failure;

  #functions;
  #file;
  #life = new AbortController();
  #begun;
  #checksum;
  #transfer;
  /** Whether bytes may have arrived without our knowing. */
  #tried = false;

  constructor(functions, file, record) {
    super();
    this.#functions = functions;
    this.#file = file;
    this.record = record;
  }

  /** Sends what is missing and has it checked; after a failure, again. */
  async run() {
    await whileHeld(this.record, () => this.#run());
  }

  /** Whether it waits for a connection. Requests that are under way when a device goes offline may neither fail nor go on. */
  get waiting() {
    return this.state === 'stalled' || this.#functions.stalled || !navigator.onLine;
  }

  pauseOrResume() {
    this.#transfer.pauseOrResume();
    this.#become(this.state === 'paused' ? 'sending' : 'paused');
  }

  /** Stops, and removes what S3 has of it. */
  async cancel() {
    this.#life.abort();
    await this.#begun?.catch(() => {});
    await this.#discard();
  }

  /** A URL that downloads the image under the name of its file. */
  async link() {
    const { imageId, name } = this.record;
    return this.#functions.getPresigned({ imageId, filename: name });
  }

  async #run() {
    const attempt = new AbortController();
    const signal = AbortSignal.any([attempt.signal, this.#life.signal]);
    try {
      this.#become('starting');
      const checksum = this.#digest();
      if (!this.record.complete) {
        // A file that cannot be read for its checksum cannot be sent either.
        await Promise.race([this.#send(checksum, signal), checksum.then(() => new Promise(() => {}))]);
      }
      this.#become('checking');
      this.image = await this.#add((await checksum).md5, signal);
      forget(this.record);
      this.#become('done');
    } catch (failure) {
      if (!this.#life.signal.aborted) {
        await this.#fail(failure);
      }
    } finally {
      attempt.abort();
    }
  }

  #digest() {
    if (!this.#checksum) {
      this.read = 0;
      const alsoSha256 = this.record.size <= SMALL;
      this.#checksum = digests(this.#file, alsoSha256, (read) => (this.read = read), this.#life.signal);
      this.#checksum.catch(() => (this.#checksum = undefined));
    }
    return this.#checksum;
  }

  async #send(checksum, signal) {
    const { record } = this;
    try {
      const urls = new PresignedUrls(this.#functions, record, record.size > SMALL ? {} : await checksum);
      if (!record.uploadId) {
        this.#begun = urls.ask(1, signal);
        await this.#begun;
        signal.throwIfAborted();
      }
      this.#tried = true;
      await this.#transferParts(urls, signal);
      record.complete = true;
      remember(record);
    } catch (failure) {
      // The id may be taken by our own bytes, the reply to which was lost. That add can tell.
      if (record.uploadId || !this.#tried || (failure.status !== 412 && failure.type !== 'duplicate')) {
        throw failure;
      }
    }
  }

  async #transferParts(urls, signal) {
    const { record } = this;
    this.sent = 0;
    if (record.uploadId) {
      remember(record);
      this.sent = sentBytes(record);
    }
    this.#transfer = new Transfer(this.#file, record, urls, {
      progress: (sent) => {
        this.sent = sent;
        if (this.state === 'stalled') {
          this.#become('sending');
        }
      },
      part: (number) => {
        record.finished.push(number);
        remember(record);
      },
      stalled: () => this.#doubt(),
    });
    this.#become('sending');
    await this.#transfer.run(signal);
  }

  #doubt() {
    const { sent } = this;
    setTimeout(() => {
      if (this.state === 'sending' && this.sent === sent) {
        this.#become('stalled');
      }
    }, GRACE);
  }

  async #add(checksum, signal) {
    const { imageId, key, size, uploadId, complete } = this.record;
    const upload = uploadId ? { uploadId } : {};
    try {
      return await this.#functions.add({ imageId, upload, size, checksum }, key, signal);
    } catch (failure) {
      if (['content-mismatch', 'unsafe-image'].includes(failure.type) && !complete) {
        throw new Problem('duplicate', 409, `The id ${imageId} was taken in the meantime.`);
      }
      throw failure;
    }
  }

  async #fail(failure) {
    this.failure = failure;
    if (isFinal(failure)) {
      // What cannot be removed now is left to the bucket's lifecycle rule.
      await this.#discard().catch(() => {});
    }
    this.#become('failed');
  }

  async #discard() {
    forget(this.record);
    const { imageId, uploadId, complete } = this.record;
    if (uploadId || complete) {
      await this.#functions.delete({ imageId, uploadId }).catch((failure) => {
        if (failure.type !== 'not-found') {
          throw failure;
        }
      });
    }
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}
