/**
 * The Markdown that organizers may write, as a tree and never as HTML: paragraphs, headings,
 * lists, quotes, bold, emphasis, code and links. Anything else stays the text that was typed.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'em'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; children: Inline[] };

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; children: Inline[] }
  | { kind: 'paragraph' | 'quote'; children: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] };

const HEADING = /^(#{1,6})\s+(.+?)\s*#*$/;
const BULLET = /^\s{0,3}[-*+]\s+(.*)$/;
const NUMBER = /^\s{0,3}\d{1,9}[.)]\s+(.*)$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;

export function parseMarkdown(text: string): Block[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .flatMap((chunk) => blocks(chunk.split('\n').filter((line) => line.trim() !== '')));
}

function blocks(lines: string[]): Block[] {
  const found: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const kind = kindOf(lines[at] ?? '');
    let end = at + 1;
    if (kind !== 'heading') while (end < lines.length && kindOf(lines[end] ?? '') === continues(kind, lines[end] ?? '')) end += 1;
    found.push(block(kind, lines.slice(at, end)));
    at = end;
  }
  return found;
}

type Kind = 'heading' | 'bullet' | 'number' | 'quote' | 'text';

function kindOf(line: string): Kind {
  if (HEADING.test(line)) return 'heading';
  if (BULLET.test(line)) return 'bullet';
  if (NUMBER.test(line)) return 'number';
  return QUOTE.test(line) ? 'quote' : 'text';
}

// An indented line goes on with the list item above it.
function continues(kind: Kind, line: string): Kind {
  return (kind === 'bullet' || kind === 'number') && /^\s{2,}\S/.test(line) && kindOf(line) === 'text' ? 'text' : kind;
}

function block(kind: Kind, lines: string[]): Block {
  const [first = ''] = lines;
  if (kind === 'heading') {
    const [, marks = '#', text = ''] = HEADING.exec(first) ?? [];
    return { kind, level: Math.min(marks.length, 3) as 1 | 2 | 3, children: inline(text) };
  }
  if (kind === 'bullet' || kind === 'number') return { kind: 'list', ordered: kind === 'number', items: items(lines, kind) };
  if (kind === 'quote') return { kind, children: inline(lines.map((line) => QUOTE.exec(line)?.[1] ?? line).join(' ')) };
  return { kind: 'paragraph', children: inline(lines.map((line) => line.trim()).join(' ')) };
}

function items(lines: string[], kind: 'bullet' | 'number'): Inline[][] {
  const pattern = kind === 'bullet' ? BULLET : NUMBER;
  const texts: string[] = [];
  for (const line of lines) {
    const start = pattern.exec(line)?.[1];
    if (start !== undefined) texts.push(start);
    else texts.push(`${texts.pop() ?? ''} ${line.trim()}`);
  }
  return texts.map(inline);
}

const SPAN = /`([^`]+)`|\*\*(.+?)\*\*|__(.+?)__|\*([^*\s][^*]*)\*|\b_([^_\s][^_]*)_\b|\[([^\]]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>()]+[^\s<>().,;:!?])/;

export function inline(text: string): Inline[] {
  const found = SPAN.exec(text);
  if (!found) return text === '' ? [] : [{ kind: 'text', text }];
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [...(before === '' ? [] : [{ kind: 'text' as const, text: before }]), span(found), ...inline(after)];
}

function span([all, code, strong, strong2, em, em2, label, target, bare]: RegExpExecArray): Inline {
  if (code !== undefined) return { kind: 'code', text: code };
  const bold = strong ?? strong2;
  if (bold !== undefined) return { kind: 'strong', children: inline(bold) };
  const slanted = em ?? em2;
  if (slanted !== undefined) return { kind: 'em', children: inline(slanted) };
  const href = safeHref(target ?? bare ?? '');
  if (href === null) return { kind: 'text', text: all };
  return { kind: 'link', href, children: label === undefined ? [{ kind: 'text', text: all }] : inline(label) };
}

/** Only web and mail addresses become links; `javascript:` and friends stay text. */
export function safeHref(href: string): string | null {
  return /^(https?:\/\/|mailto:)[^\s]+$/i.test(href) ? href : null;
}
