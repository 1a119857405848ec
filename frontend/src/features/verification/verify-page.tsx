import { lazy, Suspense } from 'react';
import { useNavigate } from 'react-router';
import { mistakeIn, readCode, showCode } from './code';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { OneField } from '@/ui/form/one-field';
import { Skeleton } from '@/ui/skeleton';
import { PageHeader } from '@/ui/page-header';
import { Panel } from '@/ui/panel';

const FileFinder = lazy(async () => ({ default: (await import('./file-check')).FileFinder }));

/** P13: a code, a link or a file. */
export default function VerifyPage() {
  const t = useText(messages);
  return (
    <div className="page-width max-w-4xl space-y-8 py-8 md:py-12">
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="grid items-start gap-6 md:grid-cols-2">
        <Panel title={t('code')}>
          <CodeForm />
        </Panel>
        <Panel title={t('file')} description={t('fileHint')}>
          <Suspense fallback={<Skeleton className="h-40" />}>
            <FileFinder />
          </Suspense>
        </Panel>
      </div>
      <section className="max-w-prose space-y-2">
        <h2 className="text-18 font-semibold">{t('what')}</h2>
        <ul className="list-disc space-y-1 ps-5 text-ink-muted">
          <li>{t('what.1')}</li>
          <li>{t('what.2')}</li>
          <li>{t('what.3')}</li>
        </ul>
      </section>
    </div>
  );
}

/** A mistyped code is said here, before the server is asked. */
function CodeForm() {
  const t = useText(messages);
  const navigate = useNavigate();
  const check = (typed: string) => {
    const mistake = mistakeIn(readCode(typed));
    return mistake === null ? null : t(mistake);
  };
  return (
    <OneField
      label={t('code')}
      labelHidden
      hint={t('codeHint')}
      submit={t('check')}
      check={check}
      onSubmit={(typed) => navigate(paths.verdict({ code: showCode(readCode(typed)) }))}
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      className="font-mono uppercase"
    />
  );
}
