import { TextInput } from '@mantine/core';
import type { Ref } from 'react';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { Icon } from '../shared/ui/icon.js';

/** Sieves a list by text as it is typed; the address keeps it. */
export function FindField({ input, label }: { input: Ref<HTMLInputElement>; label: string }) {
  const { state } = useServices();
  const find = useSignal(state.sieve).find ?? '';
  return (
    <TextInput
      ref={input}
      aria-label={label}
      placeholder={label}
      leftSection={<Icon name="search" size={16} />}
      value={find}
      onChange={({ currentTarget: { value } }) => state.setSieve({ find: value === '' ? undefined : value })}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
      data-testid="find"
    />
  );
}
