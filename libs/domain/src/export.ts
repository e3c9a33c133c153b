/** What becomes of a container that is exported, in its order; each step that is not known is left out. */
export const EXPORT_STEPS = ['gathered', 'stuffed', 'declared', 'brought_in', 'loaded'] as const;
export type ExportStep = (typeof EXPORT_STEPS)[number];

/**
 * How what was loaded differs from what was declared and brought in.
 * - `loaded_not_declared`: no declaration of export names it there
 * - `declared_not_loaded`: for this departure, and it is not there either
 * - `brought_in_not_loaded`: for this departure, and it stands there
 * - `loaded_never_brought_in`: no report and no gate has it there before
 * - `other_number`: one was loaded where another was declared, by its seal or by the declaration's only one
 * - `other_seal`: the carrier's seal is another than was declared, or than it came with
 * - `other_departure`: it was declared for another one
 * - `loaded_suspended`: customs had suspended that it may pass
 */
export const LOADING_DIFFERENCES = [
  'loaded_not_declared',
  'declared_not_loaded',
  'brought_in_not_loaded',
  'loaded_never_brought_in',
  'other_number',
  'other_seal',
  'other_departure',
  'loaded_suspended',
] as const;
export type LoadingDifference = (typeof LOADING_DIFFERENCES)[number];
