import { onFile } from './choosing.js';
import { $, announce, confirmed, describeFile, show } from './dom.js';
import { isFinal } from './failures.js';
import { Functions } from './functions.js';
import { isLegalId, suggestId } from './image-id.js';
import { showImage } from './outcome.js';
import { Progress } from './progress.js';
import { begin, isOf } from './remembered.js';
import { Token } from './token.js';
import { askForToken } from './token-dialog.js';
import { Unfinished } from './unfinished.js';
import { ImageUpload } from './upload.js';

const UNDER_WAY = ['starting', 'sending', 'stalled', 'checking'];

const token = new Token(askForToken);

let functions;
let unfinished;
let file;
let upload;
let progress;

async function start() {
  addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
    if (effectiveDirective === 'connect-src') {
      warn(`This page may not talk to ${new URL(blockedURI).origin}: the config.json that it was built with does not name it.`);
    }
  });
  addEventListener('beforeunload', (event) => {
    if (UNDER_WAY.includes(upload?.state)) {
      event.preventDefault();
    }
  });
  const config = await (await fetch('config.json')).json();
  functions = new Functions(new URL(config.functions, document.baseURI), token);
  unfinished = new Unfinished(resume, (record) => giveUp(new ImageUpload(functions, undefined, record)));
  onFile(choose);
  $('form').onsubmit = submit;
  $('other-file').onclick = showChoice;
  $('pause').onclick = () => upload.pauseOrResume();
  $('cancel').onclick = () => giveUp(upload);
  $('abandon').onclick = () => giveUp(upload);
  $('retry').onclick = retry;
  $('another').onclick = showChoice;
  await showChoice();
}

function warn(sentence = '') {
  $('broken').textContent = sentence;
  $('broken').hidden = sentence === '';
}

async function showChoice() {
  upload = undefined;
  await unfinished.show();
  show('choose');
}

function choose(chosen) {
  const record = unfinished.records.find((candidate) => isOf(candidate, chosen));
  if (record) {
    resume(record, chosen);
  } else {
    file = chosen;
    $('image-id').value = suggestId(file.name);
    showForm();
  }
}

function showForm(error = '') {
  warn();
  unfinished.hide();
  describeFile('form', file);
  show('form', $('image-id'));
  complain(error);
}

function complain(error) {
  const field = $('image-id');
  field.toggleAttribute('aria-invalid', error !== '');
  $('image-id-error').textContent = error;
  if (error) {
    field.focus();
  }
  field.select();
}

function submit(event) {
  event.preventDefault();
  const id = $('image-id').value.trim();
  if (isLegalId(id)) {
    run(begin(file, id));
  } else {
    complain('An image id has 1 to 255 letters, digits or any of . _ ~ - and no spaces.');
  }
}

function resume(record, chosen) {
  file = chosen;
  $('image-id').value = record.imageId;
  run(record);
}

function run(record) {
  warn();
  unfinished.hide();
  describeFile('upload', file);
  upload = new ImageUpload(functions, file, record);
  upload.addEventListener('change', follow);
  upload.run();
}

/** Shows what has become of the upload. */
function follow() {
  const { state } = upload;
  if (state === 'starting') {
    progress = new Progress(upload);
  }
  if (['checking', 'done', 'failed'].includes(state)) {
    // Too late to be asked.
    $('confirm').close('no');
  }
  if (state === 'done' || state === 'failed') {
    $('token-dialog').close('cancel');
    progress.end();
  }
  if (state === 'done') {
    showImage(upload);
    show('done');
    announce('The image is stored.');
  } else if (state === 'failed') {
    showFailure(upload.failure);
  } else {
    progress.show();
    show('upload', $(state === 'checking' ? 'upload-title' : 'pause'));
    announce({ sending: 'Uploading', paused: 'Paused', stalled: 'The connection is lost', checking: 'Checking' }[state] ?? '');
  }
}

function showFailure(failure) {
  const inTheForm = failure.type === 'duplicate' || (failure.type === 'invalid-request' && !upload.sent);
  if (inTheForm) {
    showForm(failure.message);
    return;
  }
  const final = isFinal(failure);
  $('reason').textContent = failure.message;
  $('failed-file').textContent = file.name;
  $('failed-hint').textContent = hint(final);
  $('retry').textContent = final ? 'Start again' : 'Try again';
  $('abandon').textContent = final ? 'Another file' : 'Give up';
  show('failed');
}

function hint(final) {
  if (final) {
    const why = upload.failure.type === 'content-mismatch' ? 'Bytes were damaged on their way, or the file changed while it was sent. ' : '';
    return `${why}Nothing of this upload is left in the store.`;
  }
  return upload.record.uploadId ? 'What was sent so far is kept: the upload can go on from there.' : '';
}

function retry() {
  if (isFinal(upload.failure)) {
    showForm();
  } else {
    if (upload.failure.type === 'forbidden') {
      // Another token may do.
      token.forget();
    }
    upload.run();
  }
}

/** Gives up an upload, be it under way here or left over from another day. */
async function giveUp(ended) {
  if (isFinal(ended.failure)) {
    await showChoice();
    return;
  }
  if (!(await confirmed())) {
    return;
  }
  ended.removeEventListener('change', follow);
  progress?.end();
  const removed = ended.cancel();
  try {
    await removed;
    announce('The upload is given up. Nothing of it is left in the store.');
  } catch (failure) {
    warn(`The upload has ended, but what was sent may still be in the store. ${failure.message}`);
  }
  await showChoice();
}

start().catch((failure) => warn(`This page cannot start: its config.json cannot be read. ${failure.message}`));
