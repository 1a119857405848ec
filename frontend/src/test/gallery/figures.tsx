import { Button } from '@/ui/button';
import { Checklist } from '@/ui/checklist';
import { CopyValue } from '@/ui/copy-value';
import { DataList, Pager } from '@/ui/data-list';
import { Derivation } from '@/ui/derivation';
import { Menu } from '@/ui/menu';
import { Facts, Panel } from '@/ui/panel';
import { PresenceBar, type PresenceBarProps } from '@/ui/presence/presence-bar';
import { ProgressBar, Ring, Steps } from '@/ui/progress';
import { Credits, Duration, Money, When } from '@/ui/quantities';
import { RichText } from '@/ui/rich-text';
import { StatusPill } from '@/ui/states/status-pill';

const at = (time: string) => `2026-03-03T${time}:00Z`;
const presence: PresenceBarProps = {
  name: 'Anna Keller',
  zone: 'Europe/Zurich',
  window: { from: at('16:00'), to: at('18:10') },
  breaks: [{ from: at('17:00'), to: at('17:10') }],
  lanes: [
    { id: 'a', kind: 'zoom', label: 'Zoom, Anna’s iPad', intervals: [{ from: at('15:48'), to: at('16:52') }, { from: at('17:12'), to: at('18:14') }] },
    { id: 'b', kind: 'report', label: 'Participants report', intervals: [{ from: at('15:48'), to: at('16:55') }] },
    { id: 'c', kind: 'scan', label: 'Door', intervals: [{ from: at('16:10'), to: at('16:30') }] },
    { id: 'd', kind: 'manual', label: 'Correction', intervals: [{ from: at('16:52'), to: at('17:00') }] },
  ],
  counted: [{ from: at('16:00'), to: at('17:00') }, { from: at('17:12'), to: at('18:10') }],
};

const people = [
  { id: '1', name: 'Łukasz Żółć', email: 'lukasz@example.org', status: 'confirmed', seconds: 6240 },
  { id: '2', name: 'Παπαδοπούλου-Κωνσταντινίδου Ελένη Αλεξάνδρα', email: 'eleni.papadopoulou@hospital.example.org', status: 'waitlisted', seconds: null },
  { id: '3', name: '北京 王', email: 'wang@example.org', status: 'cancelled', seconds: 40 },
];

export function Figures() {
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Panel title="Presence" className="lg:col-span-2">
        <PresenceBar {...presence} />
        <div className="mt-4 max-w-xs">
          <PresenceBar {...presence} compact />
        </div>
      </Panel>
      <div className="lg:col-span-2">
        <DataList
          label="Registrations"
          rows={people}
          id={({ id }) => id}
          href={({ id }) => `?person=${id}`}
          name={{ key: 'name', header: 'Name', cell: ({ name }) => name }}
          columns={[
            { key: 'email', header: 'E-mail', cell: ({ email }) => email },
            { key: 'status', header: 'State', cell: ({ status }) => <StatusPill kind="registration" status={status} /> },
            { key: 'time', header: 'Counted', numeric: true, cell: ({ seconds }) => <Duration seconds={seconds} /> },
          ]}
          menu={() => <Menu items={[{ label: 'Resend', onSelect: () => undefined }]} />}
        />
        <Pager hasMore busy={false} onMore={() => undefined} shown={3} />
      </div>
      <Panel title="What is still missing">
        <Checklist
          label="Gates"
          items={[
            { id: '1', state: 'done', label: 'Presence', detail: <Derivation steps={['104 of 120 min', '50-min unit', 'fifths, down']} result="2.0" /> },
            { id: '2', state: 'missing', label: 'Licence number', detail: 'The body asks for it once', action: <Button size="small" variant="primary">Add it</Button> },
            { id: '3', state: 'waiting', label: 'Report of the meeting' },
            { id: '4', state: 'not-needed', label: 'Feedback' },
          ]}
        />
      </Panel>
      <Panel title="Progress">
        <div className="space-y-5">
          <ProgressBar label="Minutes" value={31} max={48} text="31 of 48 min" />
          <ProgressBar label="Met" value={52} max={48} text="52 of 48 min" tone="success" />
          <Ring label="RCPath 2026" value={31} max={50} text="31 of 50; external 18 of 25" />
          <Steps label="Steps" steps={[{ label: 'Basics', state: 'done' }, { label: 'Sessions', state: 'current' }, { label: 'Publish', state: 'todo' }]} />
        </div>
      </Panel>
      <Panel title="Quantities">
        <Facts
          columns={2}
          items={[
            { label: 'Starts', value: <When at={at('16:00')} to={at('18:10')} zone="America/New_York" /> },
            { label: 'Credit', value: <Credits amount="1.50" unit="RCP external" /> },
            { label: 'Counted', value: <Duration seconds={6240} /> },
            { label: 'Price', value: <Money amount={1646} currency="USD" /> },
            { label: 'Link', value: <CopyValue value="https://accredit.example/events/renal-2026" /> },
            { label: 'Unknown', value: <Duration seconds={null} /> },
          ]}
        />
      </Panel>
      <Panel title="Rich text">
        <RichText text={'# Objectives\nAfter this session you can **name** the *patterns* of rejection.\n\n- Read `C4d`\n- Use the [Banff](https://example.org) rules\n  of 2022\n\n> <b>not HTML</b> [x](javascript:alert)\n\n1. One\n2. Two'} />
      </Panel>
    </div>
  );
}
