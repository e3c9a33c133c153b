import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadCountry } from '../country.js';
import { recordTraining } from './record.js';
import { loadTraining, trainingNames } from './story.js';

/** Where the platform looks for them: beside the compiled simulator. */
const RECORDED = new URL('../../dist/training/recordings/', import.meta.url);

/** Records every training story; the build runs it once the simulator is compiled. */
const country = loadCountry();
rmSync(RECORDED, { recursive: true, force: true });
mkdirSync(RECORDED, { recursive: true });
for (const name of trainingNames())
  writeFileSync(
    new URL(`${name}.json`, RECORDED),
    JSON.stringify(recordTraining(loadTraining(name, country), country)),
  );
