export { PapersChanged, takeEffect, type PapersEffect } from './effects.js';
export { readAllPapers, readPapers, type PapersRecord } from './papers.js';
