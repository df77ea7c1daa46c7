// The time of day where the reader is: `14:02:11`; with the day, when it is another one.

const two = (figure: number): string => String(figure).padStart(2, '0');

const dayOf = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

/**
 * @param at milliseconds since 1970, or ISO 8601
 * @param now milliseconds since 1970
 * @example clockTime('2026-11-25T14:02:11.000Z', Date.now()) // '14:02:11' in London in winter
 */
export const clockTime = (at: number | string, now: number): string => {
  const [then, today] = [new Date(at), new Date(now)];
  if (Number.isNaN(then.getTime())) return '';
  const time = [then.getHours(), then.getMinutes(), then.getSeconds()].map(two).join(':');
  return dayOf(then) === dayOf(today) ? time : `${dayOf(then)} ${time}`;
};
