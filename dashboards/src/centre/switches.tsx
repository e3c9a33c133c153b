import { useTranslation } from 'react-i18next';
import type { Language } from '../shared/format/time.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { Icon } from '../shared/ui/icon.js';
import classes from './switches.module.css';

const LANGUAGES: readonly Language[] = ['vi', 'en'];

export function LanguageSwitch() {
  const { t } = useTranslation();
  const { state } = useServices();
  const language = useSignal(state.language);
  return (
    <div className={classes['languages']} role="group" aria-label={t('language.label')}>
      {LANGUAGES.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          title={t(`language.${one}`)}
          aria-pressed={one === language}
          data-testid={`lang-${one}`}
          onClick={() => state.setLanguage(one)}
        >
          {one}
        </button>
      ))}
    </div>
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { state } = useServices();
  const theme = useSignal(state.theme);
  const label = theme === 'dark' ? t('theme.toLight') : t('theme.toDark');
  return (
    <button
      type="button"
      className={classes['square']}
      aria-label={label}
      title={label}
      data-testid="theme-switch"
      onClick={() => state.setTheme(theme === 'dark' ? 'light' : 'dark')}
    >
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </button>
  );
}
