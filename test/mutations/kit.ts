/** The part of the test kit that the engine's specs use: it is loaded anew for every mutant, so without servers and databases. */
export * from '../../libs/testkit/src/factories/equator.js';
export * from '../../libs/testkit/src/heard-log.js';
export * from '../../libs/testkit/src/histories.js';
export * from '../../libs/testkit/src/meeting-log.js';
export * from '../../libs/testkit/src/needs.js';
export * from '../../libs/testkit/src/shares.js';
export * from '../../libs/testkit/src/watch-log.js';
