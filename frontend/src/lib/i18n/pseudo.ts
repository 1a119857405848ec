/** Pseudo-locales made from English: long with accents, and right to left (UX-37). */
import type { Message, Part } from './message';

const ACCENTS: Record<string, string> = {
  a: 'á', b: 'ƀ', c: 'ç', d: 'ð', e: 'é', f: 'ƒ', g: 'ĝ', h: 'ĥ', i: 'î', j: 'ĵ', k: 'ķ', l: 'ļ', m: 'ɱ',
  n: 'ñ', o: 'ö', p: 'þ', q: 'ǫ', r: 'ŕ', s: 'š', t: 'ţ', u: 'û', v: 'ṽ', w: 'ŵ', x: 'ẋ', y: 'ý', z: 'ž',
};
const PADDING = ' one two three four five six seven eight';
const RIGHT_TO_LEFT = '\u202e';
const END = '\u202c';

export function pseudo(message: Message, locale: string): Message {
  const parts = typeof message === 'string' ? [message] : message;
  const length = parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 8), 0);
  const more = PADDING.slice(0, Math.ceil(length * 0.4));
  return locale === 'ar-XB' ? parts.map(mirror) : ['[', ...parts.map(accent), more, ']'];
}

function accent(part: Part): Part {
  return each(part, (text) => text.replace(/[a-z]/g, (letter) => ACCENTS[letter] ?? letter));
}

function mirror(part: Part): Part {
  return each(part, (text) => (text.trim() === '' ? text : RIGHT_TO_LEFT + text + END));
}

function each(part: Part, change: (text: string) => string): Part {
  if (typeof part === 'string') return change(part);
  const all = (parts: Part[]) => parts.map((one) => each(one, change));
  const options = (from: Record<string, Part[]>) =>
    Object.fromEntries(Object.entries(from).map(([key, parts]) => [key, all(parts)]));
  switch (part[0]) {
    case 'p':
      return ['p', part[1], part[2], part[3], options(part[4])];
    case 's':
      return ['s', part[1], options(part[2])];
    case 't':
      return ['t', part[1], all(part[2])];
    default:
      return part;
  }
}
