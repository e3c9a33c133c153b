export * from './people.js';
export * from './sessions.js';
