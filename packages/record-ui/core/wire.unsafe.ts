/** Takes an answer of our own server at its word: the contract tests on the server prove its shape. */
export function trusted<T>(value: unknown): T {
  return value as T
}
