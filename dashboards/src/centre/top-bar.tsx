import { memo, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonMenu } from '../session/person-menu.js';
import { useServices } from '../shared/services.js';
import { Icon } from '../shared/ui/icon.js';
import { Counts } from './counts.js';
import type { Panel } from './panel.js';
import { SearchBox } from './search-box.js';
import { LanguageSwitch, ThemeSwitch } from './switches.js';
import switches from './switches.module.css';
import classes from './top-bar.module.css';

interface TopBarProps {
  searchInput: Ref<HTMLInputElement>;
  panel: Panel;
  onPanel(panel: Panel): void;
  onShow(sealId: string): void;
  onFigures(): void;
  onHelp(): void;
}

/** It does not change with the alarms, but for the figures in it. */
export const TopBar = memo(function TopBar({
  searchInput,
  panel,
  onPanel,
  onShow,
  onFigures,
  onHelp,
}: TopBarProps) {
  const { t } = useTranslation();
  const { config } = useServices();
  return (
    <header className={classes['bar']}>
      <h1 className={classes['name']} title={t('app.tagline')}>
        <img src="/icon.svg" alt="" width={26} height={26} />
        <span>{t('app.name')}</span>
      </h1>
      {config.demo && <span className={classes['demo']}>{t('demo')}</span>}
      <SearchBox input={searchInput} onChoose={onShow} />
      <span className={classes['grow']} />
      <Counts panel={panel} onPanel={onPanel} onFigures={onFigures} />
      <div className={classes['switches']}>
        <LanguageSwitch />
        <ThemeSwitch />
        <button
          type="button"
          className={`${switches['square']} ${classes['help']}`}
          aria-label={t('keys.title')}
          title={`${t('keys.title')} (?)`}
          onClick={onHelp}
        >
          <Icon name="keys" />
        </button>
        <PersonMenu />
      </div>
    </header>
  );
});
