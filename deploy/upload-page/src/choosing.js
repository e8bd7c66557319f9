import { $ } from './dom.js';

/** Calls back with each file that is chosen or dropped, anywhere on the page, while the screen for it is there. */
export function onFile(chosen) {
  $('file').addEventListener('change', ({ target }) => {
    take(target, chosen);
  });
  addEventListener('dragover', (event) => {
    if (event.dataTransfer.types.includes('Files')) {
      // Without this the browser would leave the page and open the file.
      event.preventDefault();
      event.dataTransfer.dropEffect = isOpen() ? 'copy' : 'none';
      document.body.classList.toggle('dragging', isOpen());
    }
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) {
      document.body.classList.remove('dragging');
    }
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dragging');
    const [file] = event.dataTransfer.files;
    if (file && isOpen()) {
      chosen(file);
    }
  });
}

function isOpen() {
  return !$('choose').hidden;
}

/** Takes the file of an input, and lets the same one be chosen again. */
export function take(input, chosen) {
  const [file] = input.files;
  input.value = '';
  if (file) {
    chosen(file);
  }
}
