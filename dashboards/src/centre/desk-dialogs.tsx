import { NativeSelect, Radio } from '@mantine/core';
import { MINUTE } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../shared/services.js';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { AlarmDialog, type AlarmDialogProps } from './alarm-dialog.js';
import classes from './alarm-dialog.module.css';
import { DispatchDialog } from './dispatch-dialog.js';
import { FieldDialog } from './field-dialog.js';
import { ResolveDialog } from './resolve-dialog.js';
import { Failed } from '../shared/ui/failed.js';

export type DeskDialog = 'comment' | 'assign' | 'escalate' | 'shelve' | 'dispatch' | 'field' | 'resolve';

/** The dialogue of an act. */
export function DeskDialogs({ what, ...props }: AlarmDialogProps & { what: DeskDialog }) {
  switch (what) {
    case 'comment':
      return <CommentDialog {...props} />;
    case 'assign':
      return <AssignDialog {...props} />;
    case 'escalate':
      return <EscalateDialog {...props} />;
    case 'shelve':
      return <ShelveDialog {...props} />;
    case 'dispatch':
      return <DispatchDialog {...props} />;
    case 'field':
      return <FieldDialog {...props} />;
    case 'resolve':
      return <ResolveDialog {...props} />;
  }
}

function CommentDialog(props: AlarmDialogProps) {
  const { t } = useTranslation();
  const { desk } = useServices();
  return (
    <AlarmDialog
      {...props}
      {...{ title: t('keys.comment'), testId: 'comment', submit: t('desk.save') }}
      text={{ label: t('desk.commentText') }}
      act={desk.comment}
    />
  );
}

function AssignDialog(props: AlarmDialogProps) {
  const { t } = useTranslation();
  const { desk } = useServices();
  const own = useSignal(session.who)?.person.id ?? '';
  const people = useQuery(desk.people);
  const [to, setTo] = useState(own);
  const choices = (people.data ?? []).map(({ id, name, role }) => ({
    value: id,
    label: id === own ? t('desk.self', { name }) : `${name} · ${t(`role.${role}`)}`,
  }));
  return (
    <AlarmDialog
      {...props}
      {...{ title: t('keys.assign'), testId: 'assign', submit: t('desk.assign') }}
      act={(seen) => desk.assign(seen, to)}
    >
      <Failed of={people} what={t('desk.assignTo')} />
      <NativeSelect
        size="md"
        label={t('desk.assignTo')}
        data-autofocus
        data={choices}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        data-testid="assign-to"
      />
    </AlarmDialog>
  );
}

function EscalateDialog(props: AlarmDialogProps) {
  const { t } = useTranslation();
  const { desk } = useServices();
  return (
    <AlarmDialog
      {...props}
      {...{ title: t('keys.escalate'), testId: 'escalate', submit: t('desk.escalate') }}
      text={{ label: t('desk.reason') }}
      act={desk.escalate}
    />
  );
}

const SHELVING_MINUTES = [15, 30, 60, 120, 240, 480];

function ShelveDialog(props: AlarmDialogProps) {
  const { t } = useTranslation();
  const { desk, store } = useServices();
  const [minutes, setMinutes] = useState(30);
  const until = () => new Date(store.clock.now() + minutes * MINUTE).toISOString();
  return (
    <AlarmDialog
      {...props}
      {...{ title: t('keys.shelve'), testId: 'shelve', submit: t('desk.shelve') }}
      text={{ label: t('desk.reason') }}
      act={(seen, reason) => desk.shelve(seen, until(), reason)}
    >
      <Radio.Group
        label={t('desk.shelveFor')}
        description={t('desk.shelveNote')}
        value={String(minutes)}
        onChange={(value) => setMinutes(Number(value))}
      >
        <div className={classes['spans']}>
          {SHELVING_MINUTES.map((one) => (
            <Radio
              key={one}
              value={String(one)}
              label={one < 60 ? t('ago.minutes', { count: one }) : t('desk.hours', { count: one / 60 })}
              data-testid={`shelve-${one}`}
            />
          ))}
        </div>
      </Radio.Group>
    </AlarmDialog>
  );
}
