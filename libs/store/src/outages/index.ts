export * from './outages.js';
export * from './paper-effects.js';
export * from './paper-entries.js';
export * from './paper-lists.js';
