import type { Readable } from 'node:stream';
import { prove } from '@haidang/ledger';
import { contentOf, type Block } from './content.js';
import type { DossierFacts } from './facts.js';
import { drawMap } from './map-drawing.js';
import { Sheets } from './sheets.js';
import type { Words } from './words.js';

const MAP_HEIGHT = 270;
/** What `ledger check` takes; the printed words name it. */
const PROOFS = 'ledger-proofs.json';

/** A dossier as a PDF. @returns the file as it is made */
export function drawDossier(facts: DossierFacts, words: Words): Readable {
  const { title, subtitle, made, blocks } = contentOf(facts, words);
  const sheets = new Sheets(`${title} ${facts.transit.number}`, words.language);
  sheets.title(title, subtitle, made);
  for (const block of blocks) draw(sheets, block, facts, words);
  const proofs = facts.signed.flatMap((signed) => prove(signed, facts.keys));
  if (proofs.length > 0) sheets.attach(PROOFS, 'application/json', `${JSON.stringify(proofs, null, 1)}\n`);
  sheets.end(`Haidang · ${facts.transit.number}`, (page, pages) => words.own('page', { page, pages }));
  return sheets.pdf;
}

function draw(sheets: Sheets, block: Block, facts: DossierFacts, words: Words): void {
  switch (block.kind) {
    case 'heading':
      return sheets.heading(block.text);
    case 'note':
      return sheets.note(block.text);
    case 'facts':
      return sheets.facts(block.facts);
    case 'table':
      return sheets.table(block.columns, block.rows);
    case 'code':
      return sheets.code(block.title, block.text);
    case 'map':
      return sheets.picture(MAP_HEIGHT, (pdf, box) => drawMap(pdf, box, facts, words));
  }
}
