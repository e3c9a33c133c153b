export * from './clock.js';
export * from './database/for-each-store.js';
export * from './database/servers.js';
export * from './database/test-database.js';
export * from './free-port.js';
export * from './leaks.js';
export * from './needs.js';
export * from './wait-for.js';
