export * from './enter.js';
