export * from './dispatches.js';
export * from './patrols.js';
