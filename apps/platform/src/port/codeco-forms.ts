import { PortMessage } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import type { Codeco, CodecoContainer, Fault } from '@haidang/edi';

/** Form 14 or 21 of one container of a CODECO. @param number unique by facility and form */
export function formOf(
  direction: Codeco['direction'],
  container: CodecoContainer,
  { facilityId, number }: { readonly facilityId: string; readonly number: string },
): PortMessage | Fault {
  const { at, purpose, means, carrierSeal, customsSeal, plate, grossKg, declaration } = container;
  const form = {
    form: direction === 'in' ? '14' : '21',
    ...{ number, facilityId, container: container.container, at: formatInstant(at) },
    ...(direction === 'in' && given({ purpose, means })),
    ...given({ carrierSeal, customsSeal, plate, declaration }),
    ...(grossKg !== undefined && { goods: { grossKg } }),
  };
  const read = PortMessage.safeParse(form);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const text = `${issue?.path.join('.')}: ${issue?.message}`;
  return { code: '12', tag: 'EQD', position: container.position, text };
}

function given<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
