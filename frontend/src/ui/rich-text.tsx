import { createElement, Fragment, type ReactNode } from 'react';
import { cn } from './cn';
import { ExternalTextLink } from './text-link';
import { parseMarkdown, type Block, type Inline } from '@/lib/markdown';

interface Props {
  text: string;
  /** The level of its top heading on this page. */
  headings?: 2 | 3 | 4;
  /** The language of the content, where it differs from that of the app. */
  lang?: string;
  className?: string;
}

/** What organizers wrote, as elements and never as HTML. */
export function RichText({ text, headings = 3, lang, className }: Props) {
  return (
    <div lang={lang} dir="auto" className={cn('max-w-prose space-y-4 text-16', className)}>
      {parseMarkdown(text).map((block, at) => (
        <Fragment key={at}>{show(block, headings)}</Fragment>
      ))}
    </div>
  );
}

function show(block: Block, headings: number): ReactNode {
  switch (block.kind) {
    case 'heading':
      return createElement(
        `h${Math.min(headings + block.level - 1, 6)}`,
        { className: block.level === 1 ? 'text-20 font-semibold' : 'text-18 font-semibold' },
        all(block.children),
      );
    case 'quote':
      return <blockquote className="border-s-4 border-line ps-4 text-ink-muted">{all(block.children)}</blockquote>;
    case 'list':
      return createElement(
        block.ordered ? 'ol' : 'ul',
        { className: cn('grid gap-1.5 ps-6 marker:text-ink-subtle', block.ordered ? 'list-decimal' : 'list-disc') },
        block.items.map((item, at) => <li key={at}>{all(item)}</li>),
      );
    default:
      return <p>{all(block.children)}</p>;
  }
}

function all(children: Inline[]): ReactNode {
  return children.map((child, at) => <Fragment key={at}>{piece(child)}</Fragment>);
}

function piece(child: Inline): ReactNode {
  switch (child.kind) {
    case 'text':
      return child.text;
    case 'code':
      return <code className="rounded-chip bg-sunken px-1 font-mono text-14">{child.text}</code>;
    case 'strong':
      return <strong>{all(child.children)}</strong>;
    case 'em':
      return <em>{all(child.children)}</em>;
    case 'link':
      return <ExternalTextLink href={child.href}>{all(child.children)}</ExternalTextLink>;
  }
}
