import { FileText, X } from 'lucide-react';
import { useState } from 'react';
import { EXHIBITS, isReadable, LIMIT_BYTES, sizeOf, type Exhibit, type Exhibits } from './exhibits';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Field, FieldError } from '@/ui/field';
import { FileDrop } from '@/ui/file-drop';
import { IconButton } from '@/ui/icon-button';
import { Select } from '@/ui/select';

interface Props {
  files: Exhibits;
  onChange: (files: Exhibits) => void;
  /** What the server said about a file, by what it shows. */
  refused: Partial<Record<Exhibit, string>>;
}

const megabytes = (bytes: number): string => `${(Math.ceil(bytes / 104_857.6) / 10).toFixed(1)} MB`;

/** Files that go to the bank, each with what it shows. */
export function EvidenceFiles({ files, onChange, refused }: Props) {
  const t = useText(messages);
  const free = EXHIBITS.filter((exhibit) => files[exhibit] === undefined);
  const [wanted, setWanted] = useState<Exhibit>('uncategorized_file');
  const [refusal, setRefusal] = useState<string | null>(null);
  const next = free.includes(wanted) ? wanted : free[0];
  const take = async (file: File) => {
    if (next === undefined) return;
    const size = sizeOf(files) + file.size;
    if (size > LIMIT_BYTES) {
      setRefusal(t('evidence.files.tooLarge', { name: file.name, size: megabytes(size) }));
      return;
    }
    if (!(await isReadable(file))) {
      setRefusal(t('evidence.files.wrongKind', { name: file.name }));
      return;
    }
    setRefusal(null);
    onChange({ ...files, [next]: file });
  };
  const drop = (exhibit: Exhibit) => {
    setRefusal(null);
    onChange({ ...files, [exhibit]: undefined });
  };
  return (
    <section aria-label={t('evidence.files')} className="space-y-3">
      <div>
        <h4 className="font-semibold">{t('evidence.files')}</h4>
        <p className="text-14 text-ink-muted">
          {t('evidence.files.hint')} {sizeOf(files) > 0 && t('evidence.files.size', { size: megabytes(sizeOf(files)) })}
        </p>
      </div>
      <ul className="space-y-2 empty:hidden">
        {EXHIBITS.map((exhibit) => {
          const file = files[exhibit];
          return file && <Chosen key={exhibit} exhibit={exhibit} file={file} error={refused[exhibit]} onDrop={() => drop(exhibit)} />;
        })}
      </ul>
      {next === undefined ? (
        <p className="text-14 text-ink-muted">{t('evidence.files.full')}</p>
      ) : (
        <>
          <Field label={t('evidence.files.shows')} filter>
            {(control) => (
              <Select
                {...control}
                value={next}
                onChange={({ target }) => setWanted(target.value as Exhibit)}
                options={free.map((exhibit) => ({ value: exhibit, label: t(`evidence.file.${exhibit}`) }))}
              />
            )}
          </Field>
          <FileDrop types={['.pdf', '.png', '.jpg', '.jpeg']} limitBytes={LIMIT_BYTES} prompt={t('evidence.files.drop')} onFile={(file) => void take(file)} />
        </>
      )}
      {refusal !== null && (
        <div role="alert">
          <FieldError id="evidence-files-refused">{refusal}</FieldError>
        </div>
      )}
    </section>
  );
}

function Chosen({ exhibit, file, error, onDrop }: { exhibit: Exhibit; file: File; error?: string; onDrop: () => void }) {
  const t = useText(messages);
  return (
    <li>
      <div className="flex items-center gap-3 rounded-control border border-line bg-surface px-3 py-1.5">
        <FileText aria-hidden className="size-5 shrink-0 text-ink-muted" />
        <span className="min-w-0 flex-1">
          <span className="block truncate">{file.name}</span>
          <span className="block text-14 text-ink-muted">
            {t(`evidence.file.${exhibit}`)} · {megabytes(file.size)}
          </span>
        </span>
        <IconButton size="small" label={t('evidence.files.remove', { name: file.name })} icon={<X />} onClick={onDrop} />
      </div>
      {error !== undefined && <FieldError id={`evidence-${exhibit}-error`}>{error}</FieldError>}
    </li>
  );
}
