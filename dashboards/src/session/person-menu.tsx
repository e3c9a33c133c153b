import { CUSTOMS, SEE_ALARMS, SEE_PASSAGES } from '@haidang/domain';
import { Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CARRIERS } from '../carrier/worth-knowing.js';
import { mapPath } from '../drafting/address.js';
import { officePagesOf, officePath } from '../office/pages.js';
import { word } from '../shared/i18n/index.js';
import { session, useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { Icon } from '../shared/ui/icon.js';
import { trainingPath } from '../training/address.js';
import { SEE_TRAINING, waitingTrainingsQuery } from '../training/api.js';
import { AccountDialog, type AccountPart } from './account-dialog.js';
import { leave } from './leave.js';
import classes from './session.module.css';

const PARTS: readonly AccountPart[] = ['password', 'secondFactor', 'sessions'];

/** Who is signed in, and what they can do about it. */
export function PersonMenu() {
  const { t } = useTranslation();
  const who = useSignal(session.who);
  const [part, setPart] = useState<AccountPart | null>(null);
  const seesGates = useIsOneOf(SEE_PASSAGES);
  const seesAlarms = useIsOneOf(SEE_ALARMS);
  const isCarrier = useIsOneOf(CARRIERS);
  const seesTraining = useIsOneOf(SEE_TRAINING);
  const isTrained = useIsOneOf(CUSTOMS);
  const waiting = useQuery({ ...waitingTrainingsQuery, enabled: isTrained }).data ?? 0;
  if (who == null) return null;
  const { name, role, organisation } = who.person;
  const label = [
    t('account.menu', { name }),
    waiting > 0 ? `${t('training.title')}: ${t('training.waits', { count: waiting })}` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join('. ');
  const hasPassword = who.how !== 'directory';
  return (
    <>
      <Menu
        position="bottom-end"
        width={280}
        shadow="md"
        withInitialFocusPlaceholder={false}
        classNames={{ dropdown: classes['menu']!, item: classes['menuItem']! }}
      >
        <Menu.Target>
          <button
            type="button"
            className={classes['person']}
            aria-label={label}
            title={label}
            data-testid="person-menu"
          >
            <Icon name="person" />
            <span>{name}</span>
            {waiting > 0 && (
              <b className={classes['waiting']} data-count={waiting} data-testid="training-waits" />
            )}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes['whose']}>
            <strong>{name}</strong>
            <span>{word(t, 'role', role)}</span>
            <span>{organisation.name}</span>
          </div>
          <Menu.Divider />
          {seesGates && <OtherPage />}
          <OfficePages />
          {seesAlarms && (
            <Menu.Item component="a" href="/?wall" data-testid="to-wall">
              {t('account.toWall')}
            </Menu.Item>
          )}
          <Menu.Item component="a" href={mapPath('zones')} data-testid="to-map">
            {t('draft.title')}
          </Menu.Item>
          {seesTraining && (
            <Menu.Item component="a" href={trainingPath()} data-testid="to-training">
              {t('training.title')}
              {waiting > 0 && <small> · {t('training.waits', { count: waiting })}</small>}
            </Menu.Item>
          )}
          <Menu.Divider />
          {isCarrier && (
            <Menu.Item component="a" href="/carrier" data-testid="to-carrier">
              {t('carrier.title')}
            </Menu.Item>
          )}
          {PARTS.filter((one) => hasPassword || one === 'sessions').map((one) => (
            <Menu.Item key={one} onClick={() => setPart(one)} data-testid={`own-${one}`}>
              {t(`account.${one}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => void leave()} data-testid="sign-out">
            {t('account.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <AccountDialog part={part} onClose={() => setPart(null)} />
    </>
  );
}

/** The ways to the offices' pages that the role has. */
function OfficePages() {
  const { t } = useTranslation();
  const role = useSignal(session.who)?.person.role;
  const pages = role === undefined ? [] : officePagesOf(role);
  if (pages.length === 0) return null;
  return (
    <>
      {pages.map(({ name }) => (
        <Menu.Item key={name} component="a" href={officePath(name)} data-testid={`to-${name}`}>
          {t(`office.${name}`)}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}

/** The way from the centre's page to the gatehouse's, and back. */
function OtherPage() {
  const { t } = useTranslation();
  const isGatehouse = location.pathname === '/gatehouse';
  return (
    <>
      <Menu.Item component="a" href={isGatehouse ? '/centre' : '/gatehouse'} data-testid="other-page">
        {t(isGatehouse ? 'account.toCentre' : 'account.toGatehouse')}
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}
