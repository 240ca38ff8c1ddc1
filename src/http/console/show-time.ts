import { html } from './html';
import type { Html } from './html';

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** `3 d`, `5 h`, `12 min`, and `now` for less than a minute: steady enough not to change with every look. */
function showAge(ageMs: number): string {
  const [unit, sizeMs] = units.find(([, ms]) => ageMs >= ms) ?? [];
  return sizeMs === undefined ? 'now' : `${Math.floor(ageMs / sizeMs)}\u00A0${unit}`;
}

/** `2026-11-28 14:05`, in UTC, readable for machines as well; as it came where it is no instant. */
export function showMoment(instant: string | number): Html {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return html`${String(instant)}`;
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)}</time>`;
}

export function showAgeOf(instant: string, nowMs: number): Html {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return html`–`;
  const iso = date.toISOString();
  return html`<time datetime="${iso}" title="${iso.slice(0, 16).replace('T', ' ')} UTC"
    >${showAge(nowMs - date.getTime())}</time
  >`;
}
