const LEGAL = /^[A-Za-z0-9._~-]{1,255}$/;

/** An id that reads like the file's name. */
export function suggestId(fileName) {
  const id = fileName
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^A-Za-z0-9._~-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 255);
  return isLegalId(id) ? id : 'image';
}

export function isLegalId(id) {
  return LEGAL.test(id) && id !== '.' && id !== '..';
}
