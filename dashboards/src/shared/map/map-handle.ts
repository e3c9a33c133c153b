import type { MapEngine } from './engine.js';
import { Signal } from '../signal.js';

/** The page's map, once it is open. */
export const mapHandle = new Signal<MapEngine | null>(null);
