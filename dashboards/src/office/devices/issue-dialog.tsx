import { DEVICE_KINDS, type DeviceKind } from '@haidang/contract';
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import { organisationsQuery } from '../../shared/api/queries.js';
import { word } from '../../shared/i18n/index.js';
import { useServices } from '../../shared/services.js';
import { ActDialog } from '../../shared/ui/act-dialog.js';
import form from '../../shared/ui/act-dialog.module.css';
import { ActProblem } from '../act-problem.js';
import { issueCredential } from './api.js';
import { ToldSecret } from './told-secrets.js';

/** A device of the register gets its credential. */
export function IssueDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} centered size={520}>
      <Modal.Overlay />
      <ActDialog title={t('device.issue')} testId="device-dialog" onClose={onClose}>
        <IssueForm onClose={onClose} />
      </ActDialog>
    </Modal.Root>
  );
}

function IssueForm({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { state } = useServices();
  const queries = useQueryClient();
  const organisations = useQuery(organisationsQuery).data ?? [];
  const [kind, setKind] = useState<DeviceKind>('seal');
  const [typed, setTyped] = useState('');
  const [organisation, setOrganisation] = useState<string>();
  const [name, setName] = useState('');
  const isForwarder = kind === 'forwarder';
  const id = isForwarder ? (organisation ?? organisations[0]?.id ?? '') : typed.trim();
  const issuing = useMutation({
    mutationFn: () =>
      issueCredential({ kind, id, ...(isForwarder && name.trim() !== '' && { name: name.trim() }) }),
    onSuccess: async (device) => {
      await queries.invalidateQueries({ queryKey: ['devices'] });
      state.chooseItem(device.name);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (id !== '') issuing.mutate();
  };
  if (issuing.data !== undefined)
    return (
      <div className={form['form']}>
        <p>{issuing.data.name}</p>
        <ToldSecret secret={issuing.data.secret} />
        <PrimaryButton type="button" size="md" onClick={onClose} data-testid="device-done">
          {t('card.close')}
        </PrimaryButton>
      </div>
    );
  return (
    <form className={form['form']} onSubmit={submit}>
      <NativeSelect
        label={t('device.kind')}
        value={kind}
        data={DEVICE_KINDS.map((value) => ({ value, label: word(t, 'deviceKind', value) }))}
        onChange={({ currentTarget: { value } }) =>
          setKind(DEVICE_KINDS.find((one) => one === value) ?? kind)
        }
        data-testid="device-kind"
      />
      {isForwarder ? (
        <>
          <NativeSelect
            label={t('user.organisation')}
            value={id}
            data={organisations.map((one) => ({ value: one.id, label: one.name }))}
            onChange={(event) => setOrganisation(event.currentTarget.value)}
          />
          <TextInput
            label={t('device.name')}
            value={name}
            maxLength={64}
            autoComplete="off"
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </>
      ) : (
        <TextInput
          label={t('device.id')}
          value={typed}
          data-autofocus
          maxLength={64}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-testid="device-id"
        />
      )}
      <ActProblem error={issuing.error} />
      <div className={form['buttons']}>
        <Button variant="default" size="md" onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton size="md" loading={issuing.isPending} data-testid="device-submit">
          {t('device.issue')}
        </PrimaryButton>
      </div>
    </form>
  );
}
