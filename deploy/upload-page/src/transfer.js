import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import { sendFile, sendPart } from './bytes.js';

/** Requests to S3 at the same time. */
const CONCURRENCY = 4;
/** Milliseconds before a part is sent again that failed in a way that can pass. While offline, nothing is tried. */
const DELAYS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 30_000, 30_000];

/**
 * The bytes of one file on their way to S3, by Uppy: in parts, several at once, again where one fails. By its plugin of version
 * 5, that is: from version 6 on it begins, lists and completes uploads itself, at S3, one part after the other.
 */
export class Transfer {
  #uppy = new Uppy();
  #fileId;

  /**
   * @param {File} file
   * @param record see remembered.js; with an `uploadId` it goes in parts
   * @param {PresignedUrls} urls
   * @param {{progress: function(number), part: function(number), stalled: function()}} on what to tell: bytes sent so far,
   *   a part that S3 has, and that a request failed and will be tried again
   */
  constructor(file, { uploadId, partSize, finished }, urls, on) {
    this.#uppy.use(AwsS3, {
      limit: CONCURRENCY,
      retryDelays: DELAYS,
      shouldUseMultipart: uploadId !== undefined,
      getChunkSize: () => partSize,
      getUploadParameters: async (_, { signal }) => ({ method: 'PUT', ...(await urls.get(1, signal)) }),
      listParts: async () => finished.map((number) => ({ PartNumber: number, ETag: '' })),
      // Only names the part: its URL is asked for when its turn has come, so that it has not ended by then.
      signPart: async (_, { partNumber }) => ({ partNumber }),
      uploadPartBytes: async ({ signature: { partNumber }, ...bytes }) => {
        if (partNumber === undefined) {
          return sendFile(bytes, urls, on.stalled);
        }
        const answer = await sendPart(bytes, partNumber, urls, on.stalled);
        on.part(partNumber);
        return answer;
      },
      // The functions complete an upload and give it up: their add and delete know how to.
      completeMultipartUpload: async () => ({}),
      abortMultipartUpload: async () => {},
    });
    this.#uppy.on('upload-progress', (_, { bytesUploaded }) => on.progress(bytesUploaded));
    this.#fileId = this.#uppy.addFile({ name: file.name, type: 'application/octet-stream', data: file });
    if (uploadId !== undefined) {
      // To Uppy every multipart upload is one to resume: the functions have begun it.
      this.#uppy.setFileState(this.#fileId, { s3Multipart: { uploadId, key: uploadId } });
    }
  }

  /** Resolves when S3 has all bytes. */
  async run(signal) {
    const sent = new Promise((resolve, reject) => {
      this.#uppy.on('upload-success', resolve);
      this.#uppy.on('upload-error', (_, error) => reject(error));
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    this.#uppy.upload().catch(() => {});
    try {
      await sent;
    } finally {
      this.#uppy.destroy();
    }
  }

  pauseOrResume() {
    this.#uppy.pauseResume(this.#fileId);
  }
}
