import { $, announce } from './dom.js';
import { bytes, estimate, percent } from './format.js';
import { Rate } from './rate.js';
import { WakefulScreen } from './wakeful-screen.js';

const TICK = 500;
/** Percent between two announcements to a screen reader. */
const STEP = 10;

const STALLED = 'The connection is lost. The upload goes on by itself as soon as it is back.';
const PAUSED = 'Paused. You may even close this page: choose the same file again later, and the upload goes on.';

/** Shows how far an upload is, for as long as it lasts. */
export class Progress {
  #upload;
  #title = document.title;
  #rate = new Rate();
  #timer;
  #announced = 0;
  #awake = new WakefulScreen();

  constructor(upload) {
    this.#upload = upload;
    this.#timer = setInterval(() => this.show(), TICK);
  }

  show() {
    const { state, sent, record } = this.#upload;
    const checking = state === 'checking';
    const whole = percent(sent, record.size);
    $('upload').dataset.state = state;
    $('percent').textContent = whole;
    if (checking || state === 'starting') {
      $('progress').removeAttribute('value');
    } else {
      $('progress').value = whole;
    }
    $('amount').textContent = checking ? this.#check() : `${bytes(sent)} of ${bytes(record.size)}`;
    $('pace').textContent = this.#pace(state, sent, record.size - sent);
    $('condition').textContent = this.#condition(state);
    $('condition').hidden = !$('condition').textContent;
    $('pause').textContent = state === 'paused' ? 'Resume' : 'Pause';
    $('pause').disabled = state === 'starting';
    $('controls').hidden = checking;
    document.title = `${checking ? 'Checking' : `${whole}%`} · ${record.name}`;
    this.#announce(state, whole);
  }

  #check() {
    const { read, record } = this.#upload;
    const whole = percent(read, record.size);
    if (whole < 100) {
      return `Computing the checksum of the file: ${whole}%`;
    }
    return record.uploadId
      ? 'The store reads the image back, and compares its checksum with that of the file.'
      : 'The store compares the checksum of the image with that of the file.';
  }

  #condition(state) {
    if (state === 'paused') {
      // Only what goes in parts can go on in another visit.
      return this.#upload.record.uploadId ? PAUSED : 'Paused.';
    }
    return this.#upload.waiting ? STALLED : '';
  }

  #pace(state, sent, left) {
    if (state !== 'sending') {
      this.#rate.clear();
      return '';
    }
    const speed = this.#rate.at(sent, performance.now());
    if (!speed) {
      return '';
    }
    return `${bytes(speed)}/s\n${estimate(left / speed)} left`;
  }

  #announce(state, whole) {
    const step = Math.floor(whole / STEP);
    if (state === 'sending' && step > this.#announced) {
      this.#announced = step;
      announce(`${whole} percent`);
    }
  }

  end() {
    clearInterval(this.#timer);
    this.#awake.end();
    document.title = this.#title;
  }
}
