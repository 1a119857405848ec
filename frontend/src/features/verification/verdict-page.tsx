import { useQuery, type QueryClient } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useParams, type Params } from 'react-router';
import { verification } from './api';
import { readCode, showCode } from './code';
import messages from './messages.en.json';
import { NotACertificate } from './not-a-certificate';
import { CreditsPanel, FieldsPanel, IssuerPanel, ScopePanel } from './verdict-panels';
import { HolderPanel } from './holder-panel';
import { VerdictHead } from './verdict-head';
import { prefetchWith } from '@/lib/http/prefetch';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { Skeleton, SkeletonPage } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

// Below the fold, and the verdict is what people wait for.
const FileComparison = lazy(async () => ({ default: (await import('./file-check')).FileComparison }));

export function prefetch(client: QueryClient, { code = '' }: Params): void {
  prefetchWith(client, verification.of(readCode(code)));
}

/** P14: the verdict, for whoever has the code; signed out, and on one printed page. */
export default function VerdictPage() {
  const { code: typed = '' } = useParams();
  const code = readCode(typed);
  return (
    <div className="page-width max-w-4xl space-y-6 py-8 print:max-w-none print:space-y-4 print:p-0">
      <Check key={code} code={code} />
    </div>
  );
}

function Check({ code }: { code: string }) {
  const t = useText(messages);
  const { data, error, refetch } = useQuery(verification.of(code));
  if (isProblem(error) && error.is('code-mistyped', 'certificate-unknown')) {
    return <NotACertificate code={showCode(code)} mistyped={error.is('code-mistyped')} />;
  }
  if (error && !data) return <ErrorState page error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonPage />;
  return (
    <>
      <PageHeader
        title={data.state === 'erased' ? data.number : data.offering.title}
        back={{ to: paths.verify(), label: t('again') }}
        actions={
          <div className="flex flex-wrap gap-3 print:hidden">
            {data.file.url != null && (
              <ButtonLink to={data.file.url} reloadDocument>
                {t('download')}
              </ButtonLink>
            )}
            <Button onClick={() => globalThis.print()}>
              <Printer aria-hidden />
              {t('print')}
            </Button>
          </div>
        }
      />
      <VerdictHead check={data} />
      {data.state !== 'erased' && (
        <div className="grid items-start gap-6 md:grid-cols-[3fr_2fr] print:grid-cols-[3fr_2fr] print:gap-4">
          <div className="space-y-6 print:space-y-4">
            <FieldsPanel check={data} />
            <CreditsPanel check={data} />
          </div>
          <div className="space-y-6 print:space-y-4">
            <HolderPanel check={data} />
            <IssuerPanel check={data} />
            <Panel title={t('file')} description={t('fileHint')} className="print:hidden">
              <Suspense fallback={<Skeleton className="h-40" />}>
                <FileComparison code={code} />
              </Suspense>
            </Panel>
          </div>
        </div>
      )}
      <ScopePanel check={data} />
    </>
  );
}
