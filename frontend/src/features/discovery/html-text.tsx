import { createElement, Fragment, type ReactNode } from 'react';
import { cn } from '@/ui/cn';
import { ExternalTextLink } from '@/ui/text-link';

const STYLES: Record<string, string> = {
  p: '',
  h1: 'text-20 font-semibold',
  h2: 'text-20 font-semibold',
  h3: 'text-18 font-semibold',
  h4: 'font-semibold',
  ul: 'grid list-disc gap-1.5 ps-6 marker:text-ink-subtle',
  ol: 'grid list-decimal gap-1.5 ps-6 marker:text-ink-subtle',
  li: '',
  blockquote: 'border-s-4 border-line ps-4 text-ink-muted',
  strong: '',
  em: '',
  code: 'rounded-chip bg-sunken px-1 font-mono text-14',
  pre: 'overflow-x-auto rounded-control bg-sunken p-4 font-mono text-14',
  br: '',
  hr: '',
  table: 'w-full text-start [&_td]:border [&_td]:border-line [&_td]:p-2 [&_th]:border [&_th]:border-line [&_th]:p-2 [&_th]:text-start',
  thead: '',
  tbody: '',
  tr: '',
  td: '',
  th: '',
};
const HEADINGS: Record<string, string> = { h1: 'h3', h2: 'h3', h3: 'h4', h4: 'h5' };
const SAFE_LINK = /^(https?:|mailto:)/i;

/**
 * Shows the server's HTML of an organizer's text: parsed without running anything, and rebuilt from
 * the few elements that such a text may have. Nothing is ever injected.
 */
export function HtmlText({ html, className }: { html: string; className?: string }) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  return (
    <div dir="auto" className={cn('max-w-prose space-y-4 text-16', className)}>
      {children(parsed.body)}
    </div>
  );
}

function children(node: Node): ReactNode[] {
  return Array.from(node.childNodes, (child, at) => <Fragment key={at}>{show(child)}</Fragment>);
}

function show(node: Node): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const name = node.localName;
  if (name === 'script' || name === 'style') return null;
  if (name === 'a') return link(node);
  const style = STYLES[name];
  if (style === undefined) return children(node);
  const tag = HEADINGS[name] ?? name;
  const empty = name === 'br' || name === 'hr';
  return createElement(tag, { className: style === '' ? undefined : style }, ...(empty ? [] : children(node)));
}

function link(node: Element): ReactNode {
  const href = node.getAttribute('href') ?? '';
  return SAFE_LINK.test(href) ? (
    <ExternalTextLink href={href} rel="nofollow noopener noreferrer ugc">
      {children(node)}
    </ExternalTextLink>
  ) : (
    children(node)
  );
}
