import type { ReactNode } from 'react';
import { useFormState } from 'react-hook-form';
import { Button } from '@/ui/button';

interface Props {
  children: ReactNode;
  /** Cancel or a second way out, beside it. */
  beside?: ReactNode;
  wide?: boolean;
  /** What it does cannot be taken back. */
  danger?: boolean;
}

/** Never disabled for being invalid, only while in flight; at 320 px it spans the screen. */
export function Submit({ children, beside, wide = false, danger = false }: Props) {
  const { isSubmitting } = useFormState();
  return (
    <div className="flex flex-col-reverse gap-3 pt-2 sm:flex-row sm:flex-wrap sm:items-center">
      <Button type="submit" variant={danger ? 'danger' : 'primary'} busy={isSubmitting} className={wide ? 'w-full' : 'w-full sm:w-auto'}>
        {children}
      </Button>
      {beside}
    </div>
  );
}
