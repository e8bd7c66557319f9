import { $ } from './dom.js';

/** What a header can carry, by RFC 6750. */
const LEGAL = /^[\w.~+/=-]+$/;

/** Asks for a token, and says why. Resolves to undefined if nobody gives one. */
export function askForToken(reason) {
  const dialog = $('token-dialog');
  const field = $('token');
  complain('');
  dialog.returnValue = 'cancel';
  dialog.showModal();
  // Screen readers say what changes while it is there.
  $('token-reason').textContent = reason;
  dialog.querySelector('form').onsubmit = (event) => {
    if (event.submitter.value === 'continue' && !LEGAL.test(field.value.trim())) {
      event.preventDefault();
      complain('A token has letters, digits or any of - . _ ~ + / = and no spaces.');
    }
  };
  return new Promise((resolve) => {
    const close = () => {
      const token = field.value.trim();
      field.value = '';
      $('token-reason').textContent = '';
      resolve(dialog.returnValue === 'continue' ? token : undefined);
    };
    dialog.addEventListener('close', close, { once: true });
  });
}

function complain(error) {
  const field = $('token');
  field.toggleAttribute('aria-invalid', error !== '');
  $('token-error').textContent = error;
  if (error) {
    field.focus();
    field.select();
  }
}
