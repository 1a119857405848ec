import type { Schema } from '@/api/contract';
import messages from './messages.en.json';
import { PresenceBar, type Lane } from './presence-bar';
import { useText } from '@/lib/i18n/use-text';

type Session = Pick<Schema<'SessionResult'>, 'window' | 'breaks' | 'counted' | 'lanes'>;

interface Props {
  session: Session;
  /** Whose presence it is. */
  name: string;
  zone: string;
  compact?: boolean;
}

const KINDS: Record<Schema<'PresenceSource'>, Lane['kind']> = { zoom: 'zoom', report: 'report', csv: 'report', roll_call: 'scan', manual: 'manual' };

/** The bar of one session as the API tells it: a lane for each source, told apart by room and screen. */
export function SessionBar({ session: { window, breaks, counted, lanes }, ...rest }: Props) {
  const t = useText(messages);
  const shown = lanes.map(({ source, mode, intervals }, at) => {
    const twice = lanes.some((other, place) => place !== at && other.source === source);
    return {
      id: `${source}-${mode}`,
      label: twice ? t('sourceMode', { source: t.of('source', source), mode: t.of('mode', mode) }) : t.of('source', source),
      kind: KINDS[source],
      intervals,
    };
  });
  return <PresenceBar {...rest} window={window} breaks={breaks} counted={counted} lanes={shown} />;
}
