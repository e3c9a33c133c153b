import { HANDOVER_ITEMS, type WholeHandoverView } from '@haidang/contract';
import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ActProblem } from '../office/act-problem.js';
import { PrimaryButton } from '../session/primary-button.js';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { ActDialog } from '../shared/ui/act-dialog.js';
import form from '../shared/ui/act-dialog.module.css';
import { ChangeList } from './change-list.js';
import type { Chosen } from './use-chosen.js';
import type { Telling } from './words.js';

interface SignDialogProps extends Pick<Chosen, 'writing' | 'signing'> {
  as: 'give' | 'take';
  note: WholeHandoverView;
  telling: Telling;
  onClose(): void;
}

/** What somebody puts their name under: how much it is, and what changed. It follows the note while it is open. */
export function SignDialog({ as, note, telling, writing, signing, onClose }: SignDialogProps) {
  const { t } = useTranslation();
  const name = useSignal(session.who)?.person.name ?? '';
  const { items, changes } = note;
  return (
    <Modal.Root opened onClose={onClose} centered size={560}>
      <Modal.Overlay />
      <ActDialog title={t(`handoverAct.${as}`)} testId="sign-dialog" onClose={onClose}>
        <form
          className={form['form']}
          onSubmit={(event) => {
            event.preventDefault();
            signing.mutate({ note, as }, { onSuccess: onClose });
          }}
        >
          <p>
            {t(`handoverSay.${as}`, {
              ...{ name, items: HANDOVER_ITEMS.map((kind) => countInWords(t, kind, note)).join(', ') },
            })}
          </p>
          {changes.length > 0 && (
            <section aria-label={t('handover.changed', { count: changes.length })}>
              <p>
                <b>{t('handover.changed', { count: changes.length })}</b>
              </p>
              <ChangeList changes={changes} items={items} telling={telling} />
            </section>
          )}
          <ActProblem error={signing.error ?? writing.error} />
          <div className={form['buttons']}>
            <Button variant="default" size="md" onClick={onClose}>
              {t('override.leave')}
            </Button>
            <PrimaryButton
              size="md"
              data-autofocus
              disabled={writing.isPending}
              loading={signing.isPending}
              data-testid="sign-submit"
            >
              {t(`handoverAct.${as}`)}
            </PrimaryButton>
          </div>
        </form>
      </ActDialog>
    </Modal.Root>
  );
}

function countInWords(
  t: Telling['t'],
  kind: (typeof HANDOVER_ITEMS)[number],
  { counts }: WholeHandoverView,
): string {
  return t(`handoverCount.${kind}`, { count: counts[kind] });
}
