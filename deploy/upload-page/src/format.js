const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** As "1.4 GiB": three digits or so, whatever the size. */
export function bytes(count) {
  const power = count < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(count) / 10));
  const value = count / 1024 ** power;
  const digits = power === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${UNITS[power]}`;
}

export function exactBytes(count) {
  return `${count.toLocaleString('en')} bytes`;
}

/** As "about 2 minutes": no more exact than an estimate is. */
export function estimate(seconds) {
  return seconds < 10 ? 'a few seconds' : `about ${duration(seconds)}`;
}

function duration(seconds) {
  if (seconds < 55) {
    return `${Math.ceil(seconds / 10) * 10} seconds`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return plural(minutes, 'minute');
  }
  const hours = Math.floor(minutes / 60);
  const rest = hours < 10 ? Math.round((minutes % 60) / 5) * 5 : 0;
  return rest > 0 && rest < 60 ? `${plural(hours, 'hour')} ${plural(rest, 'minute')}` : plural(hours + (rest === 60), 'hour');
}

/** Whole percent; 100 only when nothing is missing. */
export function percent(part, whole) {
  return part >= whole ? 100 : Math.floor((part / whole) * 100);
}

export function time(instant) {
  return new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

function plural(count, unit) {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
