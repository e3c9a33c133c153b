import { mapPageAt } from './drafting/address.js';
import { isOfficePage } from './office/pages.js';
import { trainingDeskAt } from './training/address.js';
import { transitAt } from './transit/address.js';

/** The kinds of pages that an address may be of. An office's have names of their own (`office/pages`), and so do the map's (`drafting/address`). */
export const ROUTES = [
  'transit',
  'map',
  'trainingDesk',
  'training',
  'gatehouse',
  'carrier',
  'office',
  'wall',
  'centre',
] as const;
export type Route = (typeof ROUTES)[number];

/** What an address is of; one that names nothing is the centre's. @param wall the address asks for the video wall */
export function routeAt(pathname: string, wall: boolean): Route {
  if (transitAt(pathname) !== undefined) return 'transit';
  if (mapPageAt(pathname) !== undefined) return 'map';
  if (trainingDeskAt(pathname) !== undefined) return 'trainingDesk';
  if (pathname.startsWith('/training')) return 'training';
  if (pathname === '/gatehouse') return 'gatehouse';
  if (pathname === '/carrier') return 'carrier';
  if (isOfficePage(pathname)) return 'office';
  return wall ? 'wall' : 'centre';
}
