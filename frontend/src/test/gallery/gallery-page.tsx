import { useParams } from 'react-router';
import { sheets } from './sheets';
import { PageHeader } from '@/ui/page-header';
import { Tabs } from '@/ui/tabs';

/** Every state in one place, to be looked at; `/gallery/:sheet` in development. */
export default function GalleryPage() {
  const { sheet = 'controls' } = useParams();
  const Sheet = sheets[sheet];
  return (
    <div className="page-width space-y-6 py-8">
      <PageHeader title="Gallery" />
      <Tabs label="Sheets" tabs={Object.keys(sheets).map((name) => ({ to: `/gallery/${name}`, label: name }))} />
      {Sheet ? <Sheet /> : null}
    </div>
  );
}
