import type { UserView } from '@haidang/contract';
import { ROLES } from '@haidang/domain';
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { word } from '../../shared/i18n/index.js';
import { useServices } from '../../shared/services.js';
import { useSignal } from '../../shared/signal.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { FindField } from '../find-field.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import classes from '../office.module.css';
import { usersQuery } from './api.js';
import { UserDialog, type UserAct } from './user-dialog.js';
import { UserItem } from './user-item.js';

const SHOWS = ['active', 'all'] as const;

/** Who has access, from which place and as what. */
export function UsersPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const names = useNames();
  const { item, show, kind, find = '' } = useSignal(state.sieve);
  const [act, setAct] = useState<UserAct | null>(null);
  const { data, error, refetch } = useQuery(usersQuery);
  useLive([], 'users');
  const shows = show === 'all' ? 'all' : 'active';
  const wanted = find.trim().toLowerCase();
  const textOf = (one: UserView) =>
    `${one.name} ${one.username} ${names.organisation(one.organisationId)}`.toLowerCase();
  const items = data?.filter(
    (one) =>
      one.id === item ||
      ((shows === 'all' || !one.disabled) &&
        (kind === undefined || one.role === kind) &&
        textOf(one).includes(wanted)),
  );
  const chosen = data?.find(({ id }) => id === item);
  const count = (is: (one: UserView) => boolean) => data?.filter(is).length ?? 0;
  const answer =
    data &&
    t('office.usersNeed', {
      active: count(({ disabled }) => !disabled),
      waiting: count(({ disabled, mustChange }) => !disabled && mustChange),
    });
  return (
    <>
      <Desk
        title={t('office.users')}
        answer={answer}
        items={items}
        error={error}
        onRetry={() => void refetch()}
        idOf={({ id }) => id}
        empty={t('user.none')}
        row={(one) => (
          <>
            <span>
              <b>{one.name}</b>
              {one.disabled && <Chip>{t('user.disabled')}</Chip>}
            </span>
            <span>
              {word(t, 'role', one.role)} · {names.organisation(one.organisationId)}
            </span>
            <small>{one.username}</small>
          </>
        )}
        sieves={(field) => (
          <>
            <div className={classes['line']}>
              <SegmentedControl
                aria-label={t('office.show')}
                value={shows}
                onChange={(value) => state.setSieve({ show: value === 'active' ? undefined : value })}
                data={SHOWS.map((value) => ({ value, label: t(`usersShow.${value}`) }))}
                data-testid="show"
              />
              <Button variant="default" onClick={() => setAct({ makes: true })} data-testid="new-user">
                {t('user.make')}
              </Button>
            </div>
            <NativeSelect
              aria-label={t('user.role')}
              value={kind ?? ''}
              data={[
                { value: '', label: t('user.everyRole') },
                ...ROLES.map((value) => ({ value, label: word(t, 'role', value) })),
              ]}
              onChange={({ currentTarget: { value } }) =>
                state.setSieve({ kind: value === '' ? undefined : value })
              }
            />
            <FindField input={field} label={t('user.find')} />
          </>
        )}
      >
        {chosen !== undefined && (
          <UserItem key={chosen.id} user={chosen} onChange={() => setAct({ makes: false, user: chosen })} />
        )}
        {chosen === undefined && data !== undefined && <p role="status">{t('office.gone')}</p>}
      </Desk>
      <UserDialog act={act} onClose={() => setAct(null)} />
    </>
  );
}
