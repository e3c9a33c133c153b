import type { UserView } from '@haidang/contract';
import { ROLES, type Role } from '@haidang/domain';
import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core';
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
import { changeUser, makeUser } from './api.js';
import { OneTimePassword } from './one-time-password.js';

/** Somebody is given access, or what they have is changed. */
export type UserAct = { readonly makes: true } | { readonly makes: false; readonly user: UserView };

export function UserDialog({ act, onClose }: { act: UserAct | null; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={act !== null} onClose={onClose} centered size={520}>
      <Modal.Overlay />
      {act !== null && (
        <ActDialog title={t(act.makes ? 'user.make' : 'user.change')} testId="user-dialog" onClose={onClose}>
          <UserForm act={act} onClose={onClose} />
        </ActDialog>
      )}
    </Modal.Root>
  );
}

function UserForm({ act, onClose }: { act: UserAct; onClose(): void }) {
  const { t } = useTranslation();
  const { state } = useServices();
  const queries = useQueryClient();
  const organisations = useQuery(organisationsQuery).data ?? [];
  const before = act.makes ? undefined : act.user;
  const [username, setUsername] = useState('');
  const [name, setName] = useState(before?.name ?? '');
  const [role, setRole] = useState<Role>(before?.role ?? 'customs_officer');
  const [organisation, setOrganisation] = useState(before?.organisationId);
  const [withoutPassword, setWithoutPassword] = useState(false);
  const organisationId = organisation ?? organisations[0]?.id ?? '';
  const saving = useMutation({
    mutationFn: async () => {
      const fields = { name: name.trim(), role, organisationId };
      if (before !== undefined)
        return { ...(await changeUser(before.id, fields)), oneTimePassword: undefined };
      return makeUser({ ...fields, username: username.trim(), withoutPassword });
    },
    onSuccess: async ({ id, oneTimePassword }) => {
      await queries.invalidateQueries({ queryKey: ['users'] });
      state.chooseItem(id);
      // a password that is told once is read first
      if (oneTimePassword === undefined) onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && (before !== undefined || username.trim() !== '')) saving.mutate();
  };
  if (saving.data?.oneTimePassword !== undefined)
    return (
      <div className={form['form']}>
        <OneTimePassword password={saving.data.oneTimePassword} />
        <PrimaryButton type="button" size="md" onClick={onClose} data-testid="user-done">
          {t('card.close')}
        </PrimaryButton>
      </div>
    );
  return (
    <form className={form['form']} onSubmit={submit}>
      {before === undefined && (
        <TextInput
          label={t('signIn.username')}
          value={username}
          data-autofocus
          maxLength={100}
          autoComplete="off"
          onChange={(event) => setUsername(event.currentTarget.value)}
          data-testid="user-username"
        />
      )}
      <TextInput
        label={t('user.name')}
        value={name}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
        data-testid="user-name"
      />
      <NativeSelect
        label={t('user.role')}
        value={role}
        data={ROLES.map((value) => ({ value, label: word(t, 'role', value) }))}
        onChange={({ currentTarget: { value } }) => setRole(ROLES.find((one) => one === value) ?? role)}
        data-testid="user-role"
      />
      <NativeSelect
        label={t('user.organisation')}
        value={organisationId}
        data={organisations.map(({ id, name: label }) => ({ value: id, label }))}
        onChange={(event) => setOrganisation(event.currentTarget.value)}
        data-testid="user-organisation"
      />
      {before === undefined && (
        <Checkbox
          label={t('user.withoutPassword')}
          checked={withoutPassword}
          onChange={(event) => setWithoutPassword(event.currentTarget.checked)}
        />
      )}
      <ActProblem error={saving.error} />
      <div className={form['buttons']}>
        <Button variant="default" size="md" onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton size="md" loading={saving.isPending} data-testid="user-submit">
          {t(before === undefined ? 'user.make' : 'user.save')}
        </PrimaryButton>
      </div>
    </form>
  );
}
