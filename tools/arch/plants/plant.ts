/** A violation put into the sound house: changed or added files, and where the rule must point. */
export type Plant = { readonly title: string; readonly files: { readonly [path: string]: string }; readonly found: string }

/** A plant of a single file. */
export function plant(title: string, path: string, ...lines: readonly string[]): Plant {
  return { title, files: { [path]: `${lines.join('\n')}\n` }, found: path }
}
