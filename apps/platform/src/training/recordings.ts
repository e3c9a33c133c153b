import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import type { TrainingScenarioView } from '@haidang/contract';
import { SECOND, type TrainingRecording } from '@haidang/domain';

/** Where the build lays them: `node build.mjs` records the stories of firmware-sim/training. */
const FOLDER = fileURLToPath(new URL('../../../../firmware-sim/dist/training/recordings/', import.meta.url));

/** The recorded training stories; where nothing was recorded there are none. Each is read when it is first wanted. */
@Injectable()
export class Recordings {
  private readonly read = new Map<string, TrainingRecording>();
  private readonly names = existsSync(FOLDER)
    ? readdirSync(FOLDER)
        .filter((file) => file.endsWith('.json'))
        .map((file) => file.slice(0, -'.json'.length))
        .sort()
    : [];

  list(): TrainingScenarioView[] {
    return this.names.map((name) => {
      const { lasts, trucks } = this.find(name)!;
      return { name, seconds: lasts / SECOND, trucks: trucks.length };
    });
  }

  find(name: string): TrainingRecording | undefined {
    if (!this.names.includes(name)) return undefined;
    let recording = this.read.get(name);
    if (recording === undefined) {
      recording = JSON.parse(readFileSync(`${FOLDER}${name}.json`, 'utf8')) as TrainingRecording;
      this.read.set(name, recording);
    }
    return recording;
  }
}
