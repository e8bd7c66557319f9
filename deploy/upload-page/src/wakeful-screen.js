/** Keeps a phone from going to sleep, and the upload with it. The browser forgets that whenever the page is out of sight. */
export class WakefulScreen {
  #lock;
  #over = new AbortController();

  constructor() {
    document.addEventListener('visibilitychange', () => this.#hold(), { signal: this.#over.signal });
    this.#hold();
  }

  async #hold() {
    try {
      if (document.visibilityState === 'visible') {
        this.#lock = await navigator.wakeLock?.request('screen');
      }
    } catch {
      // Not where the battery is low, or without https.
    }
    if (this.#over.signal.aborted) {
      this.end();
    }
  }

  end() {
    this.#over.abort();
    this.#lock?.release();
  }
}
