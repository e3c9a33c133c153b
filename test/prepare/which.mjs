import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The full path of a program on the PATH, if it is there. @param {string} name */
export function which(name) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
