import { Key } from './key';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useShortcutsOn } from '@/lib/shortcuts';
import { Panel } from '@/ui/panel';
import { Switch } from '@/ui/switch';

const KEYS = [
  ['1 – 5', 'key.take'],
  ['s', 'key.skip'],
  ['i', 'key.ignore'],
  ['u', 'key.undo'],
] as const;

/** The keys, and the switch that turns them off (WCAG 2.1.4). */
export function Keys() {
  const t = useText(messages);
  const [on, setOn] = useShortcutsOn();
  return (
    <Panel>
      <Switch label={t('keys')} hint={t('keysHint')} checked={on} onCheckedChange={setOn} />
      {on && (
        <dl className="mt-3 grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1.5 text-14">
          {KEYS.map(([key, what]) => (
            <div key={key} className="contents">
              <dt>
                <Key>{key}</Key>
              </dt>
              <dd className="text-ink-muted">{t(what)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}
