import { fetcher } from '@uppy/utils';
import { Refused, Unreachable, Unreadable } from './failures.js';
import { persist } from './network.js';

/** Milliseconds without a byte sent after which a request counts as lost. */
const PATIENCE = 60_000;
/** A browser sets these itself, to the same values. */
const FORBIDDEN = new Set(['content-length', 'host']);

/** Sends one part to S3. What it throws has a `source`: by its status, Uppy decides whether to try again. */
export async function sendPart(part, number, urls, stalled) {
  try {
    await send(part, number, urls).catch((failure) => {
      if (failure.status !== 403) {
        throw failure;
      }
      // The URL may have ended by the clock of S3: once more with a new one.
      urls.forget(number);
      return send(part, number, urls);
    });
  } catch (failure) {
    if (failure.passing) {
      stalled();
    }
    throw failure;
  }
  return uploaded(part);
}

/** Sends a whole file to S3, and as Uppy does not, again while that can help. */
export async function sendFile(file, urls, stalled) {
  await persist(() => send(file, 1, urls), file.signal, stalled);
  return uploaded(file);
}

function uploaded({ onComplete }) {
  // Behind CORS the page may not see ETags, and add does not need them.
  const etag = '';
  onComplete(etag);
  return { ETag: etag };
}

async function send({ body, onProgress, signal }, number, urls) {
  const { url, headers } = await urls.get(number, signal);
  const lost = new AbortController();
  try {
    await fetcher(url, {
      method: 'PUT',
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !FORBIDDEN.has(name.toLowerCase()))),
      // Without a type of its own, so that no header is sent that was not given.
      body: body.slice(0, body.size, ''),
      onUploadProgress: onProgress,
      retries: 0,
      timeout: PATIENCE,
      onTimeout: () => lost.abort(),
      signal: AbortSignal.any([signal, lost.signal]),
    });
  } catch (cause) {
    signal.throwIfAborted();
    await readable(body);
    const { status = 0, responseText } = cause.request ?? {};
    const failure = status ? new Refused(status, responseText) : Unreachable.host('store', new URL(url), cause);
    throw Object.assign(failure, { source: { status } });
  }
}

/** A file that was changed since it was chosen fails like a lost connection. */
async function readable(body) {
  try {
    await body.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw new Unreadable({ cause });
  }
}
