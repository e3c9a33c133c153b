export * from './clock.js';
export * from './figures.js';
export * from './history.js';
export * from './people.js';
