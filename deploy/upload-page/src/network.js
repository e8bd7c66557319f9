const DELAYS = [1, 2, 4, 8, 15, 30].map((seconds) => seconds * 1000);

/** Resolves when the browser believes that there is a network. */
async function online(signal) {
  if (!navigator.onLine) {
    await once(signal, (resolve) => addEventListener('online', resolve, { once: true, signal }));
  }
}

/** Resolves after some milliseconds. */
function pause(milliseconds, signal) {
  return once(signal, (resolve) => setTimeout(resolve, milliseconds));
}

function once(signal, wait) {
  return new Promise((resolve, reject) => {
    wait(resolve);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/**
 * Does something over and over while it fails in a way that passes, and says so each time; not while there is no network.
 * Throws the last failure.
 */
export async function persist(attempt, signal, failed = () => {}) {
  for (const delay of DELAYS) {
    let after = 0;
    try {
      return await attempt();
    } catch (failure) {
      signal?.throwIfAborted();
      if (!failure.passing) {
        throw failure;
      }
      failed(failure);
      ({ after = 0 } = failure);
    }
    await pause(Math.max(delay, after), signal);
    await online(signal);
  }
  return attempt();
}
