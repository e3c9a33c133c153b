export * from './credentials.js';
export * from './devices.js';
export * from './proof.js';
