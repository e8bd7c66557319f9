import { $, instance } from './dom.js';
import { bytes, exactBytes, time } from './format.js';

/** Milliseconds before its end that a link is made anew. */
const MARGIN = 10_000;

/** Shows an image that is stored, and links to it. */
export function showImage(upload) {
  const { imageId, location, size, checksum, hashAlgorithm, hash } = upload.image;
  const facts = {
    'Image id': imageId,
    Size: `${bytes(size)} (${exactBytes(size)})`,
    MD5: checksum,
    [label(hashAlgorithm)]: hash,
    Location: location,
  };
  $('facts').replaceChildren(...Object.entries(facts).filter(([, value]) => value).map(fact));
  offer(upload);
}

function label(hashAlgorithm) {
  return { sha512: 'SHA-512', sha256: 'SHA-256' }[hashAlgorithm] ?? 'Hash';
}

function fact([name, value]) {
  const element = instance('fact').firstElementChild;
  element.querySelector('dt').textContent = name;
  element.querySelector('code').textContent = value;
  const copy = element.querySelector('.copy');
  copy.setAttribute('aria-label', `Copy ${name}`);
  copy.hidden = name === 'Size' || !navigator.clipboard;
  copy.onclick = async () => {
    await navigator.clipboard.writeText(value);
    said(copy, 'Copied');
  };
  return element;
}

function said(button, word) {
  const before = button.textContent;
  button.textContent = word;
  setTimeout(() => (button.textContent = before), 2000);
}

/** Keeps the link to the image alive: it ends after a while, and is then made anew when somebody wants it. */
async function offer(upload) {
  let end = 0;
  const renew = async () => {
    try {
      const { url, expiresAt } = await upload.link();
      end = Date.parse(expiresAt);
      $('download').href = url;
      $('link-note').textContent = `The link works without this page too, until ${time(expiresAt)}.`;
    } catch (failure) {
      $('link-note').textContent = `There is no link now. ${failure.message}`;
      throw failure;
    }
  };
  const current = async () => end - MARGIN > Date.now() || renew();
  $('copy-link').hidden = !navigator.clipboard;
  $('copy-link').onclick = async () => {
    await current();
    await navigator.clipboard.writeText($('download').href);
    said($('copy-link'), 'Copied');
  };
  $('download').onclick = async (event) => {
    if (end - MARGIN <= Date.now()) {
      event.preventDefault();
      await renew();
      location.assign($('download').href);
    }
  };
  await renew().catch(() => {});
}
