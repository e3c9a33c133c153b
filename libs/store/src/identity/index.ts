export * from './attempts.js';
export * from './second-factor.js';
export * from './sessions.js';
export * from './users.js';
