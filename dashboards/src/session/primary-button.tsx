import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef } from 'react';

const CONTRAST = 'var(--mantine-primary-color-contrast)';

/** The one thing a form is for. The text's colour is the theme's own contrast: Mantine reckons it for the light accent in both themes. */
export function PrimaryButton(props: ButtonProps & ComponentPropsWithoutRef<'button'>) {
  return <Button type="submit" {...(props.disabled !== true && { c: CONTRAST })} {...props} />;
}
