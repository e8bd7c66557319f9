import { Unreadable } from './failures.js';

/** The MD5 of a file and, if wanted, its SHA-256, in hex, computed beside the page; `progress` is told the bytes that were read. */
export async function digests(file, alsoSha256, progress, signal) {
  const worker = new Worker(new URL('md5.js', document.baseURI));
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data: { read, md5, sha256, unreadable } }) => {
        if (md5) {
          resolve({ md5, sha256 });
        } else if (unreadable) {
          reject(new Unreadable());
        } else {
          progress(read);
        }
      };
      worker.onerror = (event) => reject(new Error(`The checksum cannot be computed: ${event.message ?? 'md5.js is missing'}.`));
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      worker.postMessage({ file, alsoSha256 });
    });
  } finally {
    worker.terminate();
  }
}
