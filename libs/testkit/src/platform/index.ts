export { withUser } from '../fleet.js';
export { freePort } from '../free-port.js';
export { waitFor, type Fact } from '../wait-for.js';
export * from './process.js';
export * from './signed-in.js';
export * from './start-platform.js';
