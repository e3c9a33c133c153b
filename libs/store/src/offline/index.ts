export * from './offline-passages.js';
export * from './uses.js';
