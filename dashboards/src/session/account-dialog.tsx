import { Button, CloseButton, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { askWho, endOwnSession, ownSessionsQuery, removeSecondFactor } from '../shared/api/account.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServices } from '../shared/services.js';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { EnrolForm } from './enrol-form.js';
import { PasswordField } from './password-field.js';
import { PasswordForm } from './password-form.js';
import { Problem } from './problem.js';
import classes from './session.module.css';

export type AccountPart = 'password' | 'secondFactor' | 'sessions';

interface Props {
  part: AccountPart | null;
  onClose(): void;
}

/** One's own password, second factor and sessions. */
export function AccountDialog({ part, onClose }: Props) {
  const { t } = useTranslation();
  const done = () => {
    void askWho();
    onClose();
  };
  return (
    <Modal.Root opened={part !== null} onClose={onClose} centered size={480}>
      <Modal.Overlay />
      {part !== null && (
        <Modal.Content aria-label={t(`account.${part}`)} data-testid={`account-${part}`}>
          <Modal.Body className={classes['dialog']}>
            <div className={classes['head']}>
              <h2>{t(`account.${part}`)}</h2>
              <CloseButton aria-label={t('card.close')} onClick={onClose} />
            </div>
            {part === 'password' && <PasswordForm onDone={done} />}
            {part === 'secondFactor' && <OwnSecondFactor onDone={done} />}
            {part === 'sessions' && <OwnSessions />}
          </Modal.Body>
        </Modal.Content>
      )}
    </Modal.Root>
  );
}

function OwnSecondFactor({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const who = useSignal(session.who);
  // as it was when the dialogue opened: once enrolled, the recovery codes stay until they are read
  const [isThere] = useState(who?.secondFactor === true);
  const [password, setPassword] = useState('');
  const removing = useMutation({ mutationFn: () => removeSecondFactor(password), onSuccess: onDone });
  if (!isThere)
    return (
      <>
        <p className={classes['quiet']}>{t('enrol.why')}</p>
        <EnrolForm onDone={onDone} />
      </>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    removing.mutate();
  };
  return (
    <form className={classes['form']} onSubmit={submit}>
      <p className={classes['quiet']}>{t('enrol.there')}</p>
      <PasswordField value={password} onChange={setPassword} data-testid="remove-password" />
      <Problem error={removing.error} />
      <Button type="submit" variant="default" loading={removing.isPending} data-testid="remove-second-factor">
        {t('enrol.remove')}
      </Button>
    </form>
  );
}

function OwnSessions() {
  const { t } = useTranslation();
  const { store } = useServices();
  const language = useLanguage();
  const queries = useQueryClient();
  const sessions = useQuery(ownSessionsQuery);
  const ending = useMutation({
    mutationFn: endOwnSession,
    onSettled: () => queries.invalidateQueries({ queryKey: ownSessionsQuery.queryKey }),
  });
  const now = store.clock.now();
  return (
    <>
      <ul className={classes['sessions']} data-testid="own-sessions">
        {(sessions.data?.items ?? []).map(({ id, isThis, address, agent, signedInAt, usedAt }) => (
          <li key={id}>
            <div>
              <strong>{browserOf(agent) ?? t('account.noBrowser')}</strong>
              <span>{t('account.since', { time: clockAndDay(signedInAt, now, language), address })}</span>
              <span>{t('account.used', { time: clockAndDay(usedAt, now, language) })}</span>
            </div>
            {isThis ? (
              <em>{t('account.thisOne')}</em>
            ) : (
              <Button
                size="xs"
                variant="default"
                loading={ending.isPending}
                onClick={() => ending.mutate(id)}
              >
                {t('account.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Problem error={ending.error ?? sessions.error} />
    </>
  );
}

/** The browser's name out of its own words; they all claim to be Mozilla, most to be Safari, many to be Chrome. */
function browserOf(agent: string | undefined): string | undefined {
  const name = /(Edg|OPR|Firefox|Chrome|Safari)\/(\d+)/.exec(agent ?? '');
  if (name === null) return undefined;
  const system = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(agent ?? '')?.[0];
  return [name[1] === 'Edg' ? 'Edge' : name[1], name[2], system && `· ${system}`].filter(Boolean).join(' ');
}
