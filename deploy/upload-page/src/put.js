/** Milliseconds without a byte sent after which a request counts as lost. */
const PATIENCE = 60_000;

/**
 * Sends bytes by an XMLHttpRequest: fetch does not tell how many are sent.
 *
 * @param {function(number)} progress is told how many so far
 * @returns the `status`, 0 if there was no answer, and the `answer`
 */
export function put(url, headers, bytes, progress, signal) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(abort, PATIENCE);
    };
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded }) => {
      wait();
      progress(loaded);
    };
    request.onloadend = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve({ status: request.status, answer: request.responseText });
    };
    signal.addEventListener('abort', abort);
    wait();
    request.send(bytes);
  });
}
