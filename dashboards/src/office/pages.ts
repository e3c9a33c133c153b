import { CUSTOMS, SEE_PASSAGES, type Role } from '@haidang/domain';

/** What the pages are grouped by where one has many. */
export const PAGE_GROUPS = ['decisions', 'gates', 'shift', 'records'] as const;
export type PageGroup = (typeof PAGE_GROUPS)[number];

/** Each page of an office: its address, and whose it is. What others may not see is not offered to them. */
const PAGES = [
  { name: 'exceptions', group: 'decisions', roles: [...CUSTOMS, 'auditor'] },
  { name: 'transits', group: 'decisions', roles: [...CUSTOMS, 'auditor'] },
  { name: 'corrections', group: 'decisions', roles: [...CUSTOMS, 'port_operator', 'auditor'] },
  { name: 'cases', group: 'decisions', roles: [...CUSTOMS, 'port_operator', 'auditor'] },
  { name: 'doubt', group: 'decisions', roles: [...CUSTOMS, 'auditor'] },
  { name: 'yard', group: 'gates', roles: [...CUSTOMS, 'port_operator', 'auditor'] },
  { name: 'passages', group: 'gates', roles: SEE_PASSAGES },
  { name: 'patrols', group: 'shift', roles: [...CUSTOMS, 'auditor'] },
  { name: 'deadlines', group: 'gates', roles: [...CUSTOMS, 'port_operator', 'auditor'] },
  { name: 'outages', group: 'gates', roles: [...CUSTOMS, 'port_operator', 'auditor'] },
  { name: 'handover', group: 'shift', roles: [...CUSTOMS, 'auditor'], path: '/handover' },
  { name: 'figures', group: 'shift', roles: [...CUSTOMS, 'auditor'], path: '/figures' },
  { name: 'ledger', group: 'records', roles: ['auditor'] },
  { name: 'users', group: 'records', roles: ['administrator'] },
  { name: 'devices', group: 'records', roles: ['administrator'] },
  { name: 'seals', group: 'records', roles: [...CUSTOMS, 'auditor', 'administrator'] },
  { name: 'offline', group: 'gates', roles: [...SEE_PASSAGES, 'administrator'] },
] as const satisfies readonly {
  readonly name: string;
  readonly group: PageGroup;
  readonly roles: readonly Role[];
  /** Its address, where that is not below the office's. */
  readonly path?: string;
}[];

export type OfficePageName = (typeof PAGES)[number]['name'];
export const OFFICE_PAGES: readonly OfficePageName[] = PAGES.map(({ name }) => name);

export interface OfficePageEntry {
  readonly name: OfficePageName;
  readonly group: PageGroup;
  readonly roles: readonly Role[];
  readonly path?: string;
}

export function officePagesOf(role: Role): readonly OfficePageEntry[] {
  const pages: readonly OfficePageEntry[] = PAGES;
  return pages.filter(({ roles }) => roles.includes(role));
}

/** @param sieve what it is to show: `item`, `show`, … */
export function officePath(name: OfficePageName, sieve: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(sieve).toString();
  const pages: readonly OfficePageEntry[] = PAGES;
  const { path = `/office/${name}` } = pages.find((page) => page.name === name)!;
  return `${path}${query === '' ? '' : `?${query}`}`;
}

/** The page of an address; the first one of the role where the address names none of its own. */
export function officePageAt(pathname: string, role: Role): OfficePageName | undefined {
  const pages = officePagesOf(role);
  const named = pages.find(({ name }) => officePath(name) === pathname);
  return (named ?? pages[0])?.name;
}

/** Whether an address is one of an office's pages, whoever it is for. */
export function isOfficePage(pathname: string): boolean {
  return pathname.startsWith('/office') || PAGES.some(({ name }) => officePath(name) === pathname);
}
