export * from './expire-papers.js';
export * from './expire.js';
export * from './holds.js';
export * from './free-texts.js';
export * from './mentions.js';
export * from './persons.js';
export * from './spellings.js';
export * from './vehicles.js';
