import fc from 'fast-check';

/** `npm test` tries the same histories each time, so that a failure is the change's; `npm run soak` draws new ones, and says from which seed. */
if (process.env['HAIDANG_SOAK'] !== '1') fc.configureGlobal({ seed: 20_261_122 });
