/** Milliseconds after which half of the speed is that of now. */
const HALF_LIFE = 4000;

/** How fast something goes, smoothed so that a person can read it. */
export class Rate {
  #last;
  #speed;

  /** @returns bytes per second, or undefined as long as nothing is known */
  at(bytes, now) {
    const last = this.#last;
    this.#last = { bytes, now };
    if (last && now > last.now) {
      const elapsed = now - last.now;
      const speed = (Math.max(0, bytes - last.bytes) / elapsed) * 1000;
      const share = 0.5 ** (elapsed / HALF_LIFE);
      this.#speed = this.#speed === undefined ? speed || undefined : share * this.#speed + (1 - share) * speed;
    }
    return this.#speed;
  }

  /** Forgets, as after a pause. */
  clear() {
    this.#last = undefined;
    this.#speed = undefined;
  }
}
