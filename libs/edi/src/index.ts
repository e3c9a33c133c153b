export * from './codeco.js';
export * from './control.js';
export * from './fault.js';
export * from './interchange.js';
