import { Award, ChartLine, CircleCheck, Clock, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Credits, Duration } from '@/ui/quantities';
import { TextLink } from '@/ui/text-link';

/** One person at one event, from the minutes in the meeting to the line in the record. */
export function Chain() {
  const t = useText(messages);
  return (
    <section aria-label={t('chain')} className="space-y-4">
      <p className="font-semibold text-ink-muted">{t('chain.example')}</p>
      <ol className="grid gap-4 md:grid-cols-2 lg:grid-cols-4">
        <Link icon={Clock} title={t('chain.presence')} figure={<Duration seconds={6240} />} text={t('chain.presenceBody')}>
          <Bar />
        </Link>
        <Link icon={CircleCheck} title={t('chain.credit')} figure={<Credits amount="2.0" unit={t('chain.unit')} />} text={t('chain.creditBody')} />
        <Link icon={Award} title={t('chain.certificate')} figure="CPD-2026-000118" text={t('chain.certificateBody')}>
          <TextLink to={paths.verdict({ code: 'TEST' })}>{t('chain.check')}</TextLink>
        </Link>
        <Link icon={ChartLine} title={t('chain.record')} figure={t('chain.entries')} text={t('chain.recordBody')} />
      </ol>
    </section>
  );
}

interface Props {
  icon: LucideIcon;
  title: string;
  figure: ReactNode;
  text: string;
  children?: ReactNode;
}

function Link({ icon: Icon, title, figure, text, children }: Props) {
  return (
    <li className="flex flex-col gap-2 rounded-control border border-line bg-surface p-5 shadow-raised">
      <span className="grid size-10 place-items-center rounded-full bg-accent-soft text-on-accent-soft">
        <Icon aria-hidden className="size-5" />
      </span>
      <h2 className="text-14 font-semibold text-ink-muted">{title}</h2>
      <p className="text-20 font-semibold tabular-nums">{figure}</p>
      <p className="text-14 text-ink-muted">{text}</p>
      {children}
    </li>
  );
}

/** Two stays with a gap, out of 120 minutes. */
function Bar() {
  return (
    <div aria-hidden className="relative mt-1 h-4 overflow-hidden rounded-chip bg-sunken">
      <span className="absolute inset-y-0 start-[4%] w-[52%] bg-success" />
      <span className="absolute inset-y-0 start-[62%] w-[35%] bg-success" />
    </div>
  );
}
