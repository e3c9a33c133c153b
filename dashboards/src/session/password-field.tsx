import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props extends Omit<PasswordInputProps, 'onChange' | 'value'> {
  value: string;
  onChange(value: string): void;
}

/** A password that is wanted; one's present one unless it is said otherwise. Whoever types it may look at it. */
export function PasswordField({ onChange, ...props }: Props) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={t('account.present')}
      autoComplete="current-password"
      required
      withAsterisk={false}
      visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...props}
    />
  );
}
