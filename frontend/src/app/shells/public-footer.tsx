import { useId } from 'react';
import messages from '@/app/messages.en.json';
import { chooseLanguage, languages, useLanguage } from '@/lib/i18n/locale';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { chooseTheme, useTheme, type Theme } from '@/lib/theme';
import { Select } from '@/ui/select';
import { TextLink } from '@/ui/text-link';

const THEMES: Theme[] = ['system', 'light', 'dark'];

export function PublicFooter() {
  const t = useText(messages);
  return (
    <footer className="mt-16 border-t border-line bg-surface print:hidden">
      <div className="page-width flex flex-wrap items-center justify-between gap-x-8 gap-y-4 py-8">
        <p className="max-w-prose text-14 text-ink-muted">{t('footer.line')}</p>
        <TextLink to={paths.pricing()}>{t('footer.pricing')}</TextLink>
        <div className="flex flex-wrap gap-4">
          <ThemeSelect />
          {languages.length > 1 && <LanguageSelect />}
        </div>
      </div>
    </footer>
  );
}

function ThemeSelect() {
  const t = useText(messages);
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-14 text-ink-muted">
        {t('theme.label')}
      </label>
      <Select
        id={id}
        value={useTheme()}
        onChange={({ target }) => chooseTheme(target.value as Theme)}
        options={THEMES.map((value) => ({ value, label: t(`theme.${value}` as 'theme.system') }))}
      />
    </div>
  );
}

function LanguageSelect() {
  const t = useText(messages);
  const id = useId();
  const name = (tag: string) => new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-14 text-ink-muted">
        {t('language')}
      </label>
      <Select
        id={id}
        value={useLanguage()}
        onChange={({ target }) => void chooseLanguage(target.value)}
        options={languages.map((value) => ({ value, label: name(value) }))}
      />
    </div>
  );
}
