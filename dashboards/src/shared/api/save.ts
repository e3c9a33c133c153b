/** Has the browser save a file. */
export function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name.replace(/[^\p{L}\p{N}._-]+/gu, '_');
  link.click();
  // the browser reads it a moment later
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
