import { isContainerNumber, normaliseContainerNumber } from '@haidang/domain';

const SUBJECT = /^[a-z-]{1,40}\/[A-Za-z0-9_.:/-]{1,160}$/;

/** The things that a text names, as the ledger calls them: `transit/T1, alarm/…`; a container's number alone is that container. Others are left out. */
export function subjectsIn(text: string): string[] {
  return text
    .split(/[,\s]+/)
    .map((part) =>
      isContainerNumber(normaliseContainerNumber(part))
        ? `container/${normaliseContainerNumber(part)}`
        : part,
    )
    .filter((part) => SUBJECT.test(part));
}
