export * from './doubt.js';
export * from './settings.js';
