import { Busboy } from '@fastify/busboy';
import { invalid } from './zod.pipe.js';

/** One field or file of a form. */
export interface FormPart {
  readonly name: string;
  /** As it is said to be. */
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly isFile: boolean;
}

/** What a form may hold; its size is the body's. */
const MOST_PARTS = 50;
const FORM = /^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i;

export function isForm(contentType: string): boolean {
  return FORM.test(contentType.trim());
}

/** The parts of a form in their order; several of one name are several. @throws ApiError `invalid_request` */
export function readForm(contentType: string, body: Buffer): Promise<FormPart[]> {
  return new Promise((done, fail) => {
    const parts: FormPart[] = [];
    const refuse = (message: string) => fail(invalid([{ path: '', message }]));
    try {
      const busboy = new Busboy({
        headers: { 'content-type': contentType },
        limits: { parts: MOST_PARTS, fields: MOST_PARTS, files: MOST_PARTS, fieldSize: body.length + 1 },
      });
      busboy.on('field', (name, value, nameCut, valueCut, _encoding, type) => {
        if (nameCut || valueCut) return refuse('a field is too long');
        parts.push({ name, type, bytes: Buffer.from(value), isFile: false });
      });
      busboy.on('file', (name, stream, _filename, _encoding, type) => {
        const chunks: Buffer[] = [];
        // its place in the order is where it begins
        const index = parts.push({ name, type, bytes: Buffer.alloc(0), isFile: true }) - 1;
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          parts[index] = { name, type, bytes: Buffer.concat(chunks), isFile: true };
        });
        stream.on('error', (error) => refuse(error.message));
      });
      for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
        busboy.on(limit, () => refuse(`more than ${MOST_PARTS} parts`));
      busboy.on('error', (error) => refuse((error as Error).message));
      busboy.on('finish', () => done(parts));
      busboy.end(body);
    } catch (error) {
      refuse((error as Error).message);
    }
  });
}
