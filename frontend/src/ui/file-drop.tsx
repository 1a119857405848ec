import { FileText, Upload, X } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { FieldError, type ControlProps } from './field';
import { IconButton } from './icon-button';
import { useText } from '@/lib/i18n/use-text';
import messages from '@/ui/form/messages.en.json';

interface Props extends Partial<ControlProps> {
  /** Extensions with their dot, as in `accept`: ['.pdf']. */
  types: string[];
  limitBytes: number;
  onFile: (file: File) => void;
  /** What was chosen, or is on its way. */
  current?: { name: string; progress?: number } | null;
  onClear?: () => void;
  prompt?: string;
}

/** Takes one file by drop or choice; wrong type and size are refused before anything is sent. */
export function FileDrop({ types, limitBytes, onFile, current, onClear, prompt, ...control }: Props) {
  const t = useText(messages);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = (file: File | undefined) => {
    if (!file) return;
    const wrong = !types.some((type) => file.name.toLowerCase().endsWith(type));
    const refused = wrong
      ? t('fileWrongType', { name: file.name, types: types.join(', ') })
      : file.size > limitBytes
        ? t('fileTooLarge', { name: file.name, limit: `${Math.round(limitBytes / 1_048_576)} MB` })
        : null;
    setRefusal(refused);
    if (refused === null) onFile(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div>
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          'flex flex-col items-center gap-3 rounded-control border border-dashed border-control bg-surface p-6 text-center transition-colors duration-120',
          over && 'border-accent bg-accent-soft',
        )}
      >
        <Upload aria-hidden className="size-7 text-ink-subtle" />
        <p className="text-ink-muted">{prompt ?? t('dropHere')}</p>
        <Button onClick={() => input.current?.click()}>{t('chooseFile')}</Button>
        <input
          {...control}
          ref={input}
          type="file"
          tabIndex={-1}
          aria-label={prompt ?? t('chooseFile')}
          accept={types.join(',')}
          className="sr-only"
          onChange={({ target }) => {
            take(target.files?.[0]);
            target.value = '';
          }}
        />
      </div>
      {refusal !== null && <FieldError id={`${control.id ?? 'file'}-refused`}>{refusal}</FieldError>}
      {current && <Chosen {...current} onClear={onClear} />}
    </div>
  );
}

function Chosen({ name, progress, onClear }: { name: string; progress?: number; onClear?: () => void }) {
  const t = useText(messages);
  return (
    <div className="mt-3 flex items-center gap-3 rounded-control border border-line bg-surface px-3 py-1.5">
      <FileText aria-hidden className="size-5 shrink-0 text-ink-muted" />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {progress !== undefined && (
        <span role="progressbar" aria-label={t('uploading', { name })} aria-valuemin={0} aria-valuemax={1} aria-valuenow={progress} className="h-2 w-24 overflow-hidden rounded-full border border-control bg-sunken">
          <span className="block h-full bg-accent" style={{ width: `${progress * 100}%` }} />
        </span>
      )}
      {onClear && <IconButton size="small" label={t('remove', { name })} icon={<X />} onClick={onClear} />}
    </div>
  );
}
