import { useState } from 'react';
import type { UseMutationResult } from '@tanstack/react-query';
import { useCheckFile, useFindFile } from './api';
import { showCode } from './code';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Banner, type Tone } from '@/ui/banner';
import { ErrorState } from '@/ui/error-state';
import { FileDrop } from '@/ui/file-drop';
import { ButtonLink } from '@/ui/text-link';

const LIMIT = 20 * 1_048_576;

interface Answer {
  result: 'issued' | 'superseded' | 'revoked' | 'different' | 'unknown' | 'not_ready';
  code?: string | null;
}

const TONES: Record<Answer['result'], Tone> = {
  issued: 'success',
  superseded: 'warning',
  revoked: 'danger',
  different: 'danger',
  unknown: 'danger',
  not_ready: 'info',
};

/** For a file that comes without a code: the check that it belongs to, if it is ours. */
export function FileFinder() {
  return <FileCheck check={useFindFile()} />;
}

/** Whether a file is byte for byte that of this certificate. */
export function FileComparison({ code }: { code: string }) {
  return <FileCheck check={useCheckFile(code)} shown={code} />;
}

function FileCheck({ check, shown }: { check: UseMutationResult<Answer, Error, File>; shown?: string }) {
  const t = useText(messages);
  const [name, setName] = useState<string | null>(null);
  const take = (file: File) => {
    setName(file.name);
    check.mutate(file);
  };
  const clear = () => {
    setName(null);
    check.reset();
  };
  return (
    <div className="space-y-4">
      <FileDrop
        types={['.pdf']}
        limitBytes={LIMIT}
        prompt={t('filePrompt')}
        onFile={take}
        current={name === null ? null : { name }}
        onClear={clear}
      />
      {check.data && <Result answer={check.data} shown={shown} />}
      {check.error && <ErrorState inline error={check.error} />}
    </div>
  );
}

function Result({ answer: { result, code }, shown }: { answer: Answer; shown?: string }) {
  const t = useText(messages);
  const elsewhere = code != null && code.replaceAll('-', '') !== shown?.replaceAll('-', '');
  return (
    <Banner
      tone={TONES[result]}
      title={t(`file.${result}`)}
      actions={
        elsewhere ? (
          <ButtonLink size="small" to={paths.verdict({ code: showCode(code.replaceAll('-', '')) })}>
            {t('openCheck')}
          </ButtonLink>
        ) : undefined
      }
    >
      {t(`fileDetail.${result}`)}
    </Banner>
  );
}
