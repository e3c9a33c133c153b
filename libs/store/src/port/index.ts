export * from './certificates.js';
export * from './messages.js';
export * from './papers-met.js';
export * from './signed-calls.js';
export * from './stays.js';
export * from './submissions.js';
