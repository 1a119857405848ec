import { BetweenHorizontalStart, Table } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/ui/button';
import { cn } from '@/ui/cn';
import { Axis } from './axis';
import messages from './messages.en.json';
import { PresenceTable } from './presence-table';
import { useText } from '@/lib/i18n/use-text';
import { frameOf, placeAll, type Frame, type Interval } from '@/lib/presence-geometry';

export interface Lane {
  id: string;
  /** What it was seen by: "Zoom, Anna's iPad", "Door", "Correction". */
  label: string;
  /** The pattern tells lanes apart without colour. */
  kind: 'zoom' | 'report' | 'scan' | 'manual';
  intervals: Interval[];
}

export interface PresenceBarProps {
  name: string;
  zone: string;
  window: Interval;
  breaks?: Interval[];
  lanes: Lane[];
  counted: Interval[];
  /** One thin line for tables and lists, without labels and switch. */
  compact?: boolean;
}

/* A colour and a pattern per kind: solid, stripes, dots, outline. */
const FILL: Record<Lane['kind'], string> = {
  zoom: 'bg-chart-1',
  report: 'bg-[repeating-linear-gradient(135deg,var(--chart-3)_0_4px,transparent_4px_7px)] border border-chart-3',
  scan: 'bg-[radial-gradient(var(--chart-2)_1.5px,transparent_1.6px)] bg-[length:6px_6px] border border-chart-2',
  manual: 'border-2 border-chart-5 bg-surface',
};

export function PresenceBar(props: PresenceBarProps) {
  const t = useText(messages);
  const [asTable, setAsTable] = useState(false);
  if (props.compact) return <Compact {...props} />;
  return (
    <figure className="space-y-3">
      <figcaption className="sr-only">{t('presenceOf', { name: props.name })}</figcaption>
      {asTable ? <PresenceTable {...props} /> : <Bars {...props} />}
      <Button variant="quiet" size="small" className="-ms-3" onClick={() => setAsTable(!asTable)}>
        {asTable ? <BetweenHorizontalStart aria-hidden /> : <Table aria-hidden />}
        {asTable ? t('asBars') : t('asTable')}
      </Button>
    </figure>
  );
}

function Bars({ zone, window, breaks = [], lanes, counted }: PresenceBarProps) {
  const t = useText(messages);
  const frame = frameOf(window, [...lanes.map(({ intervals }) => intervals), counted]);
  return (
    <div aria-hidden className="grid grid-cols-1 gap-x-4 sm:grid-cols-[minmax(6rem,11rem)_1fr]">
      <div className="hidden sm:block" />
      <Axis frame={frame} zone={zone} />
      {lanes.map(({ id, label, kind, intervals }) => (
        <Row key={id} label={label}>
          <Track frame={frame} window={window} breaks={breaks}>
            <Marks frame={frame} intervals={intervals} className={cn('inset-y-1.5 rounded-chip', FILL[kind])} />
          </Track>
        </Row>
      ))}
      <Row label={t('counted')} strong>
        <Track frame={frame} window={window} breaks={breaks}>
          <Marks frame={frame} intervals={counted} className="inset-y-1 rounded-chip bg-success" />
        </Track>
      </Row>
      <div className="hidden sm:block" />
      <Legend hasBreaks={breaks.length > 0} />
    </div>
  );
}

function Row({ label, strong = false, children }: { label: string; strong?: boolean; children: React.ReactNode }) {
  return (
    <>
      <p className={cn('truncate pt-2 text-14 sm:self-center sm:pt-0', strong ? 'font-semibold' : 'text-ink-muted')} title={label}>
        {label}
      </p>
      {children}
    </>
  );
}

interface TrackProps {
  frame: Frame;
  window: Interval;
  breaks: Interval[];
  children: React.ReactNode;
}

function Track({ frame, window, breaks, children }: TrackProps) {
  return (
    <div className="relative h-8 border-b border-line bg-sunken">
      <Marks frame={frame} intervals={[window]} className="inset-y-0 border-x border-accent bg-accent-soft" />
      <Marks frame={frame} intervals={breaks} className={cn('inset-y-0', BREAK)} />
      {children}
    </div>
  );
}

const BREAK = 'bg-sunken bg-[repeating-linear-gradient(135deg,var(--control)_0_1px,transparent_1px_6px)]';

function Marks({ frame, intervals, className }: { frame: Frame; intervals: Interval[]; className: string }) {
  return placeAll(frame, intervals).map(({ start, width, from }) => (
    <span
      key={from}
      className={cn('absolute min-w-0.5', className)}
      style={{ insetInlineStart: `${start}%`, width: `${width}%` }}
    />
  ));
}

function Legend({ hasBreaks }: { hasBreaks: boolean }) {
  const t = useText(messages);
  const item = 'inline-flex items-center gap-1.5';
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 pt-2 text-12 text-ink-muted">
      <span className={item}>
        <span className="h-3 w-5 border-x border-accent bg-accent-soft" />
        {t('window')}
      </span>
      {hasBreaks && (
        <span className={item}>
          <span className={cn('h-3 w-5', BREAK)} />
          {t('break')}
        </span>
      )}
      <span className={item}>
        <span className="h-3 w-5 rounded-chip bg-success" />
        {t('counted')}
      </span>
    </p>
  );
}

function Compact({ name, window, breaks = [], lanes, counted }: PresenceBarProps) {
  const t = useText(messages);
  const frame = frameOf(window, []);
  return (
    <div role="img" aria-label={t('presenceOf', { name })} className="relative h-4 min-w-24 overflow-hidden rounded-chip bg-sunken">
      {lanes.map(({ id, intervals }) => (
        <Marks key={id} frame={frame} intervals={intervals} className="inset-y-1 bg-control/60" />
      ))}
      <Marks frame={frame} intervals={counted} className="inset-y-0 bg-success" />
      <Marks frame={frame} intervals={breaks} className={cn('inset-y-0', BREAK)} />
    </div>
  );
}
