import { take } from './choosing.js';
import { $, describe, instance } from './dom.js';
import { bytes, percent } from './format.js';
import { isOf, sentBytes, unfinished } from './remembered.js';

/** The uploads that were left before they were done. Only their files are missing: a browser may not open those by itself. */
export class Unfinished {
  records = [];
  #resume;
  #giveUp;

  constructor(resume, giveUp) {
    this.#resume = resume;
    this.#giveUp = giveUp;
  }

  async show() {
    this.records = await unfinished();
    $('unfinished-list').replaceChildren(...this.records.map((record) => this.#row(record)));
    $('unfinished').hidden = this.records.length === 0;
    this.#note('');
  }

  hide() {
    $('unfinished').hidden = true;
  }

  #row(record) {
    const row = instance('unfinished-row').firstElementChild;
    const sent = sentBytes(record);
    describe(
      row.querySelector('.file'),
      record.name,
      `${percent(sent, record.size)}% of ${bytes(record.size)} sent, as ${record.imageId}`,
    );
    const input = row.querySelector('input');
    input.setAttribute('aria-label', `Choose ${record.name} again to continue`);
    input.onchange = () => take(input, (file) => this.#continue(record, file));
    const button = row.querySelector('button');
    button.setAttribute('aria-label', `Give up ${record.name}`);
    button.onclick = () => this.#giveUp(record);
    return row;
  }

  #continue(record, file) {
    if (isOf(record, file)) {
      this.#resume(record, file);
    } else {
      this.#note(`That is another file, or it has changed since. ${record.name} with ${bytes(record.size)} is needed.`);
    }
  }

  #note(sentence) {
    $('unfinished-note').textContent = sentence;
    $('unfinished-note').hidden = sentence === '';
  }
}
