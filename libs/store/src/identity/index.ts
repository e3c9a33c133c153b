export * from './attempts.js';
export * from './directory-links.js';
export * from './manage-users.js';
export * from './second-factor.js';
export * from './sessions.js';
export * from './users.js';
