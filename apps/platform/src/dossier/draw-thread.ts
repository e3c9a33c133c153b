import { buffer } from 'node:stream/consumers';
import { parentPort, workerData } from 'node:worker_threads';
import { drawDossier } from './draw.js';
import type { Drawing } from './drawing-room.js';
import { Words } from './words.js';

// A thread that is given a drawing, answers the PDF and ends.
const { facts, language } = workerData as Drawing;
parentPort!.postMessage(await buffer(drawDossier(facts, new Words(language))));
