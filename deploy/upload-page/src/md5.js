import { createMD5, createSHA256 } from 'hash-wasm';

/** Large enough that reading is not what takes the time, small enough for a phone. */
const BLOCK = 4 * 1024 * 1024;

addEventListener('unhandledrejection', ({ reason }) => {
  // Only an exception outside of a promise reaches the page.
  setTimeout(() => {
    throw reason;
  });
});

onmessage = async ({ data: { file, alsoSha256 } }) => {
  const md5 = await createMD5();
  const sha256 = alsoSha256 ? await createSHA256() : undefined;
  for (let at = 0; at < file.size; at += BLOCK) {
    let bytes;
    try {
      bytes = await file.slice(at, at + BLOCK).arrayBuffer();
    } catch {
      postMessage({ unreadable: true });
      return;
    }
    md5.update(new Uint8Array(bytes));
    sha256?.update(new Uint8Array(bytes));
    postMessage({ read: at + bytes.byteLength });
  }
  postMessage({ md5: md5.digest(), sha256: sha256?.digest() });
};
