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
 * Does something over and over while that can help, not while there is no network. Throws the last failure.
 *
 * @param {function(Error)} failed is told what is going to be tried again
 * @param {function(Error): boolean} helps whether another try may do better
 * @param {number[]} delays milliseconds before each of the next tries; a failure may say that it takes more, by `after`
 */
export async function persist(attempt, { signal, failed, helps = ({ passing }) => passing, delays = DELAYS }) {
  const left = [...delays];
  for (;;) {
    try {
      return await attempt();
    } catch (failure) {
      signal?.throwIfAborted();
      if (!helps(failure) || (navigator.onLine && left.length === 0)) {
        throw failure;
      }
      failed(failure);
      // What fails without a network does not count, and goes on at once when there is one.
      if (navigator.onLine) {
        await pause(Math.max(left.shift(), failure.after ?? 0), signal);
      }
    }
    await online(signal);
  }
}
