import { bytes } from './format.js';

export const $ = (id) => document.getElementById(id);

/** A copy of what a template holds. */
export function instance(id) {
  return $(id).content.cloneNode(true);
}

const SCREENS = ['choose', 'form', 'upload', 'done', 'failed'];

/** Shows one screen. The focus moves from a screen that is gone to the title of this one, or to the given element. */
export function show(screen, focus = $(`${screen}-title`)) {
  const lost = !document.activeElement || document.activeElement === document.body || isGoing(document.activeElement, screen);
  const begun = SCREENS.some((id) => !$(id).hidden);
  for (const id of SCREENS) {
    $(id).hidden = id !== screen;
  }
  if (begun && lost) {
    focus.focus();
  }
}

function isGoing(element, screen) {
  // A dialog that has just closed still has the focus if there is no other place for it.
  const isClosed = element.closest('dialog:not([open])');
  return isClosed || SCREENS.some((id) => id !== screen && $(id).contains(element)) || $('unfinished').contains(element);
}

/** Has a screen reader say something when it has time. */
export function announce(sentence) {
  $('status').textContent = sentence;
}

/** Puts the name of a file and something about it where a screen has room for them. */
export function describe(container, name, about) {
  const line = instance('file-line');
  line.querySelector('strong').textContent = name;
  line.querySelector('span').textContent = about;
  container.replaceChildren(line);
}

export function describeFile(screen, file) {
  describe($(screen).querySelector('.file'), file.name, bytes(file.size));
}

/** Asks whether to give something up. */
export function confirmed() {
  const dialog = $('confirm');
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
