import { Refused, Unreachable, Unreadable } from './failures.js';
import { persist } from './network.js';
import { put } from './put.js';

/** Milliseconds before each of the next tries of a part. */
const DELAYS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 30_000, 30_000];
/** With these S3 says that bytes came too slowly, and that another request is in the way. Both may go well the next time. */
const WORTH_ANOTHER_TRY = [400, 409];
/** A browser sets these itself, to the same values. */
const FORBIDDEN = ['content-length', 'host'];

/**
 * Sends one part to S3, and again while that can help.
 *
 * @param {Blob} part without a type of its own, so that no header is sent that was not given
 * @param {PresignedUrls} urls
 * @param {{progress: function(number), stalled: function()}} on what to tell: bytes of it sent so far, and that a request failed
 */
export async function sendPart(part, number, urls, on, signal) {
  const attempt = async () => {
    try {
      await send(part, number, urls, on, signal);
    } catch (failure) {
      if (failure.status !== 403) {
        throw failure;
      }
      // The URL may have ended by the clock of S3: once more with a new one.
      urls.forget(number);
      await send(part, number, urls, on, signal);
    }
  };
  // The functions have been asked again already.
  const helps = ({ byStore, passing, status }) => byStore && (passing || WORTH_ANOTHER_TRY.includes(status));
  await persist(attempt, { signal, failed: on.stalled, helps, delays: DELAYS });
}

/** Sends a whole file to S3, and again while that can help. */
export async function sendFile(file, urls, on, signal) {
  await persist(() => send(file, 1, urls, on, signal), { signal, failed: on.stalled });
}

async function send(bytes, number, urls, on, signal) {
  const { url, headers } = await urls.get(number, signal);
  signal.throwIfAborted();
  const allowed = Object.entries(headers).filter(([name]) => !FORBIDDEN.includes(name.toLowerCase()));
  const { status, answer } = await put(url, Object.fromEntries(allowed), bytes, on.progress, signal);
  if (status < 200 || status >= 300) {
    signal.throwIfAborted();
    await readable(bytes);
    const failure = status ? new Refused(status, answer) : Unreachable.host('store', new URL(url));
    throw Object.assign(failure, { byStore: true });
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
