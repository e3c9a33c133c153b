/** Of the list of sessions, with one of them chosen. */
export function trainingPath(id?: string): string {
  return id === undefined ? '/training' : `/training?item=${id}`;
}

/** Of the desk that a session's trainee works at. */
export function trainingDeskPath(id: string): string {
  return `/training/${id}`;
}

/** The session whose desk an address is of; undefined: it is of none. */
export function trainingDeskAt(pathname: string): string | undefined {
  return /^\/training\/([0-9a-f-]{36})\/?$/.exec(pathname)?.[1];
}
