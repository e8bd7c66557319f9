import { Refused, Unreachable, Unreadable } from './failures.js';

/** Milliseconds without a byte sent after which a request counts as lost. */
const PATIENCE = 60_000;
/** A browser sets these itself, to the same values. */
const FORBIDDEN = new Set(['content-length', 'host']);

/**
 * Sends bytes to a presigned URL; `progress` is told how many of them are sent. This is no fetch: fetch does not tell that.
 *
 * @param {{url: string, headers: object}} target
 * @param {Blob} bytes without a type, so that no header is sent that is not signed
 */
export async function put({ url, headers }, bytes, progress, signal) {
  signal.throwIfAborted();
  const request = new XMLHttpRequest();
  const over = new AbortController();
  const stop = () => request.abort();
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(stop, PATIENCE);
  };
  request.open('PUT', url);
  for (const [name, value] of Object.entries(headers)) {
    if (!FORBIDDEN.has(name.toLowerCase())) {
      request.setRequestHeader(name, value);
    }
  }
  request.upload.onprogress = ({ loaded }) => {
    wait();
    progress(loaded);
  };
  signal.addEventListener('abort', stop, { signal: over.signal });
  // A browser that goes offline lets requests hang that have been sent.
  addEventListener('offline', stop, { signal: over.signal });
  await new Promise((resolve) => {
    request.onloadend = resolve;
    wait();
    request.send(bytes);
  });
  clearTimeout(timer);
  over.abort();
  signal.throwIfAborted();
  if (request.status === 0) {
    await readable(bytes);
    throw Unreachable.host('store', new URL(url));
  }
  if (request.status >= 300) {
    throw Refused.by(request);
  }
}

/** A file that was changed since it was chosen fails like a lost connection. */
async function readable(bytes) {
  try {
    await bytes.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw new Unreadable({ cause });
  }
}
