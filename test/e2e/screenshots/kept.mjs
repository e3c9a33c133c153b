/** The pictures that the documents show. @type {import('./take.mjs').Picture[]} */
export const KEPT = [{ view: 'centre', size: 'desk', language: 'vi' }];
