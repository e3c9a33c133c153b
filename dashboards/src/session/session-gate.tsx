import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { DutyPage } from './duty-page.js';
import { SignInForm } from './sign-in-form.js';
import { SignInPage } from './sign-in-page.js';
import classes from './session.module.css';

/**
 * Nobody sees a page before they have signed in. When a session ends at work the page stays as it is, under a dialogue that asks who it is:
 * what was typed and what was asked goes on afterwards.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const who = useSignal(session.who);
  const ended = useSignal(session.ended);
  if (who === undefined) return <p className={classes['asking']}>{t('signIn.asking')}</p>;
  if (who === null) return <SignInPage />;
  if (who.must !== null) return <DutyPage must={who.must} />;
  return (
    <>
      {children}
      <Modal.Root opened={ended} onClose={() => undefined} centered size={420} trapFocus>
        <Modal.Overlay backgroundOpacity={0.7} blur={3} />
        <Modal.Content aria-label={t('signIn.overTitle')} data-testid="sign-in-again">
          <Modal.Body className={classes['dialog']}>
            <h2>{t('signIn.overTitle')}</h2>
            <p className={classes['quiet']}>{t('signIn.overText', { name: who.person.name })}</p>
            <SignInForm username={who.person.username} />
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}
