export * from './calendars.js';
