import { createMD5 } from 'hash-wasm';

/** Large enough that reading is not what takes the time, small enough for a phone. */
const BLOCK = 4 * 1024 * 1024;

addEventListener('unhandledrejection', ({ reason }) => {
  // Only an exception outside of a promise reaches the page.
  setTimeout(() => {
    throw reason;
  });
});

onmessage = async ({ data: file }) => {
  const digest = await createMD5();
  for (let at = 0; at < file.size; at += BLOCK) {
    let bytes;
    try {
      bytes = await file.slice(at, at + BLOCK).arrayBuffer();
    } catch {
      postMessage({ unreadable: true });
      return;
    }
    digest.update(new Uint8Array(bytes));
    postMessage({ read: at + bytes.byteLength });
  }
  postMessage({ checksum: digest.digest() });
};
