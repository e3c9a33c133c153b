import type { NewTransit } from '@haidang/contract';
import { ApiError, type ApiErrorCode, type FieldError } from '../http/errors.js';
import { refused } from '../http/zod.pipe.js';
import type { TransitLines } from './transit-lines.js';

/** What is wrong with the lines of one call, gathered until all have been looked at: who sent a hundred mends them in one go. */
export class WrongLines {
  readonly #errors: FieldError[] = [];
  readonly #codes = new Set<ApiErrorCode>();

  constructor(private readonly pathOf: TransitLines['pathOf']) {}

  /** Keeps what a check refuses of a line. @throws what is no refusal */
  async try(index: number, check: () => void | Promise<void>): Promise<void> {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const values = plain(error.members);
      const errors = error.errors ?? [{ path: pathOfWhole(error), message: error.message, values }];
      for (const one of errors) this.#add(error.code, index, { code: error.code, ...one });
    }
  }

  /** A number, container or seal may stand in one line only. */
  addTwice(lines: readonly NewTransit[]): void {
    const seen = new Map<string, number>();
    const note = (index: number, path: string, what: string, name: string | undefined): void => {
      if (name === undefined) return;
      const first = seen.get(`${what} ${name}`);
      if (first === undefined) seen.set(`${what} ${name}`, index);
      else if (first !== index)
        this.#add('invalid_request', index, {
          path,
          message: `${name} stands in another transit of this call`,
          code: 'stands_twice',
          values: { value: name },
        });
    };
    for (const [index, { id, number, containers }] of lines.entries()) {
      note(index, 'id', 'id', id);
      note(index, 'number', 'number', number);
      for (const [i, container] of containers.entries()) {
        note(index, `containers.${i}.number`, 'container', container.number);
        note(index, `containers.${i}.sealId`, 'seal', container.sealId);
      }
    }
  }

  /** @throws ApiError with the code of all errors, `invalid_request` where they have several */
  refuse(): void {
    if (this.#errors.length === 0) return;
    const [code] = this.#codes;
    throw refused(this.#codes.size === 1 ? code! : 'invalid_request', this.#errors);
  }

  #add(code: ApiErrorCode, index: number, error: FieldError): void {
    this.#codes.add(code);
    this.#errors.push({ ...error, path: this.pathOf(index, error.path) });
  }
}

/** What can be said in a sentence. */
function plain(members: ApiError['members']): Record<string, string | number> {
  const said = Object.entries(members).filter(([, value]) => /string|number/.test(typeof value));
  return Object.fromEntries(said) as Record<string, string | number>;
}

/** Of an error that names no field. */
function pathOfWhole({ code }: ApiError): string {
  return code === 'seal_in_use' ? 'sealId' : code === 'forbidden' ? 'carrierId' : 'number';
}
