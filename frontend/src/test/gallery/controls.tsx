import { CalendarDays, Link2, MapPin, Plus, Trash2, Video } from 'lucide-react';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useAppForm } from '@/lib/form/use-app-form';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { Confirm } from '@/ui/confirm';
import { Dialog, Drawer } from '@/ui/dialog';
import { FileDrop } from '@/ui/file-drop';
import { FormField, NumberField, RadioField, SelectField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { IconButton } from '@/ui/icon-button';
import { Menu } from '@/ui/menu';
import { Panel } from '@/ui/panel';
import { Popover } from '@/ui/popover';
import { Switch } from '@/ui/switch';
import { ExternalTextLink, TextLink } from '@/ui/text-link';
import { ZonedDateTime } from '@/ui/zoned-date-time';
import type { LocalTime } from '@/lib/format/clock-change';

export function Controls() {
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Buttons />
      <Panel title="Form">
        <Sample />
      </Panel>
      <Overlays />
      <Panel title="File">
        <FileDrop types={['.csv']} limitBytes={10_485_760} onFile={() => undefined} current={{ name: 'participants-report-of-a-rather-long-webinar-name.csv', progress: 0.4 }} onClear={() => undefined} />
      </Panel>
    </div>
  );
}

function Buttons() {
  const [on, setOn] = useState(true);
  return (
    <Panel title="Buttons and choices">
      <div className="space-y-5">
        <div className="flex flex-wrap gap-3">
          <Button variant="primary">Publish</Button>
          <Button>Save draft</Button>
          <Button variant="quiet">Cancel</Button>
          <Button variant="danger">
            <Trash2 aria-hidden />
            Revoke
          </Button>
          <Button variant="primary" busy>
            Publish
          </Button>
          <IconButton label="Add a session" icon={<Plus />} />
        </div>
        <Button size="small" reason="12 registrations still have no presence">
          Close the event
        </Button>
        <p>
          See the <TextLink to="/verify">certificate check</TextLink> or the <ExternalTextLink href="https://example.org">rules of the body</ExternalTextLink>.
        </p>
        <Checkbox label="I accept the terms" hint="You can read them before" defaultChecked />
        <Checkbox label="Some of them" checked="indeterminate" />
        <Switch label="Reminders" hint="One day and one hour before" checked={on} onCheckedChange={setOn} />
      </div>
    </Panel>
  );
}

const schema = z.object({
  title: z.string().check(z.minLength(3, 'Give the event a title')),
  start: z.object({ date: z.string(), time: z.string(), zone: z.string() }),
  format: z.string(),
  seats: z.nullable(z.number()),
  credit: z.string(),
  description: z.string(),
});

function Sample() {
  const form = useAppForm(schema, {
    defaults: { title: '', start: { date: '2027-03-28', time: '02:30', zone: 'Europe/Zurich' }, format: 'zoom', seats: 50, credit: 'none', description: '' },
  });
  return (
    <Form form={form} onSubmit={() => Promise.resolve()}>
      <TextField name="title" label="Title" hint="As it will stand on the certificate" autoComplete="off" />
      <FormField<LocalTime> group name="start" label="Starts">
        {(control) => <ZonedDateTime {...control} />}
      </FormField>
      <RadioField
        name="format"
        label="How people join"
        look="card"
        columns={3}
        choices={[
          { value: 'zoom', label: 'Zoom', hint: 'Presence is measured', icon: <Video aria-hidden /> },
          { value: 'link', label: 'A link', hint: 'Any other room', icon: <Link2 aria-hidden /> },
          { value: 'place', label: 'A place', hint: 'Check-in at the door', icon: <MapPin aria-hidden /> },
        ]}
      />
      <NumberField name="seats" label="Seats" optional />
      <SelectField name="credit" label="Credit" options={[{ value: 'none', label: 'None' }, { value: 'rcp', label: 'RCPath external' }]} />
      <TextAreaField name="description" label="Description" optional maxLength={500} counter />
      <Submit>Save</Submit>
    </Form>
  );
}

function Overlays() {
  const [open, setOpen] = useState<'dialog' | 'drawer' | 'confirm' | null>(null);
  const close = () => setOpen(null);
  return (
    <Panel title="Overlays">
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('drawer')}>Drawer</Button>
        <Button onClick={() => setOpen('confirm')}>Confirm</Button>
        <Popover label="Filter" trigger={<Button>Popover</Button>}>
          Which filters are on, each removable.
        </Popover>
        <Menu
          items={[
            { label: 'Duplicate', icon: <CalendarDays />, onSelect: () => undefined },
            { kind: 'line' },
            { label: 'Cancel event', danger: true, icon: <Trash2 />, onSelect: () => undefined },
          ]}
        />
      </div>
      <Dialog open={open === 'dialog'} onClose={close} title="Upload a report" description="The participants report of Zoom, as CSV" actions={<Button variant="primary">Preview</Button>}>
        The preview shows what each row will do.
      </Dialog>
      <Drawer open={open === 'drawer'} onClose={close} title="Anna Keller">
        Identity, presence, gates, certificates.
      </Drawer>
      <Confirm open={open === 'confirm'} onClose={close} title="Cancel this event?" action="Cancel event" danger onConfirm={() => Promise.resolve()}>
        <p>12 people will be told by mail. This cannot be undone.</p>
      </Confirm>
    </Panel>
  );
}
