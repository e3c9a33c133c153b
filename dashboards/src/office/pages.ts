import { CUSTOMS, SEE_PASSAGES, type Role } from '@haidang/domain';

/** Each page of an office: its address, and whose it is. What others may not see is not offered to them. */
const PAGES = [
  { name: 'exceptions', roles: [...CUSTOMS, 'auditor'] },
  { name: 'corrections', roles: [...CUSTOMS, 'port_operator', 'auditor'] },
  { name: 'cases', roles: [...CUSTOMS, 'port_operator', 'auditor'] },
  { name: 'doubt', roles: [...CUSTOMS, 'auditor'] },
  { name: 'yard', roles: [...CUSTOMS, 'port_operator', 'auditor'] },
  { name: 'passages', roles: SEE_PASSAGES },
  { name: 'patrols', roles: [...CUSTOMS, 'auditor'] },
  { name: 'deadlines', roles: [...CUSTOMS, 'port_operator', 'auditor'] },
  { name: 'outages', roles: [...CUSTOMS, 'port_operator', 'auditor'] },
  { name: 'handover', roles: [...CUSTOMS, 'auditor'], path: '/handover' },
  { name: 'figures', roles: [...CUSTOMS, 'auditor'], path: '/figures' },
  { name: 'ledger', roles: ['auditor'] },
  { name: 'users', roles: ['administrator'] },
  { name: 'devices', roles: ['administrator'] },
  { name: 'seals', roles: [...CUSTOMS, 'auditor', 'administrator'] },
  { name: 'offline', roles: [...SEE_PASSAGES, 'administrator'] },
] as const satisfies readonly {
  readonly name: string;
  readonly roles: readonly Role[];
  /** Its address, where that is not below the office's. */
  readonly path?: string;
}[];

export type OfficePageName = (typeof PAGES)[number]['name'];

export interface OfficePageEntry {
  readonly name: OfficePageName;
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
