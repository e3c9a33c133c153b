import { normaliseContainerNumber } from '@haidang/domain';
import { Button } from '@mantine/core';
import { useState, type FormEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { ContainerFile } from './container-file.js';
import { NumberInput } from './number-input.js';
import classes from './lookup.module.css';

interface LookupProps {
  facilityId: string;
  input: Ref<HTMLInputElement>;
}

/** Asks what is on file of a container. */
export function Lookup({ facilityId, input }: LookupProps) {
  const { state } = useServices();
  const number = useSignal(state.container);
  return (
    <>
      <LookupForm key={number} number={number} input={input} />
      {number !== undefined && (
        <ContainerFile number={number} facilityId={facilityId} onClose={() => state.lookUp(undefined)} />
      )}
    </>
  );
}

function LookupForm({ number, input }: { number: string | undefined; input: Ref<HTMLInputElement> }) {
  const { t } = useTranslation();
  const { state } = useServices();
  const [text, setText] = useState(number ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = normaliseContainerNumber(text);
    if (wanted !== '') state.lookUp(wanted);
  };
  return (
    <form className={classes['form']} role="search" onSubmit={submit}>
      <NumberInput
        ref={input}
        label={t('lookup.label')}
        value={text}
        onChange={setText}
        shortcut="/"
        data-testid="lookup"
      />
      <Button type="submit" variant="default" size="lg" mih={56}>
        {t('lookup.find')}
      </Button>
    </form>
  );
}
