/**
 * Waits until something is so.
 * @param most milliseconds
 * @returns whether it came to be so in time
 */
export async function waitFor(isSo: () => boolean, most: number): Promise<boolean> {
  const end = Date.now() + most;
  while (!isSo()) {
    if (Date.now() >= end) return false;
    await new Promise((wake) => setTimeout(wake, 20));
  }
  return true;
}
