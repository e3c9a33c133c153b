import { Menu } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from '../centre/switches.js';
import { PersonMenu } from '../session/person-menu.js';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { Icon } from '../shared/ui/icon.js';
import { officePagesOf, officePath, PAGE_GROUPS } from './pages.js';
import type { OfficePageEntry, OfficePageName, PageGroup } from './pages.js';
import classes from './office.module.css';

/** So many pages stand in a row; more are in groups. */
const MOST_IN_A_ROW = 7;

/** The pages of the office that the role has, and which one this is. */
export function OfficeBar({ current }: { current: OfficePageName | undefined }) {
  const { t } = useTranslation();
  const role = useSignal(session.who)?.person.role;
  const pages = role === undefined ? [] : officePagesOf(role);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // on a phone the pages are wider than the window: the one that is open is in view
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [current]);
  return (
    <header className={classes['bar']}>
      <a className={classes['name']} href="/centre" title={t('account.toCentre')}>
        <img src="/icon.svg" alt="" width={26} height={26} />
        <span>{t('app.name')}</span>
      </a>
      <nav ref={nav} className={classes['nav']} aria-label={t('office.title')}>
        {pages.length > MOST_IN_A_ROW
          ? PAGE_GROUPS.map((group) => (
              <GroupMenu
                key={group}
                group={group}
                pages={pages.filter((page) => page.group === group)}
                current={current}
              />
            ))
          : pages.map(({ name }) => (
              <a
                key={name}
                href={officePath(name)}
                aria-current={name === current ? 'page' : undefined}
                data-testid={`nav-${name}`}
              >
                {t(`office.${name}`)}
              </a>
            ))}
      </nav>
      <div className={classes['switches']}>
        <LanguageSwitch />
        <ThemeSwitch />
        <PersonMenu />
      </div>
    </header>
  );
}

interface GroupMenuProps {
  group: PageGroup;
  pages: readonly OfficePageEntry[];
  current: OfficePageName | undefined;
}

/** The pages of a group, below its name; the one that is open stands beside it. */
function GroupMenu({ group, pages, current }: GroupMenuProps) {
  const { t } = useTranslation();
  const open = pages.find(({ name }) => name === current);
  return (
    <Menu
      position="bottom-start"
      offset={2}
      width={260}
      shadow="md"
      withInitialFocusPlaceholder={false}
      classNames={{ item: classes['menuItem']! }}
    >
      <Menu.Target>
        <button type="button" aria-current={open && 'true'} data-testid={`nav-${group}`}>
          <span>{t(`office.groups.${group}`)}</span>
          {open !== undefined && <b>{t(`office.${open.name}`)}</b>}
          <Icon name="down" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {pages.map(({ name }) => (
          <Menu.Item
            key={name}
            component="a"
            href={officePath(name)}
            aria-current={name === current ? 'page' : undefined}
            data-testid={`nav-${name}`}
          >
            {t(`office.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
