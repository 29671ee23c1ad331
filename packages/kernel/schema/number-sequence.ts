/** Name of the sequence behind an automatic number. */
export function numberSequence(table: string, column: string): string {
  return `${table}_${column}_number`
}
