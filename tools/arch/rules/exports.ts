import { at, type House, isTest, links, type Rule, resolve, type SourceFile } from '../house.ts'

/** Rule 9: a default export has no name of its own, so nobody can search for it. Tools that demand one are configurations. */
export const defaultExports: Rule = {
  name: 'no default exports',
  find: (house) =>
    [...house.files.values()].flatMap((file) => {
      if (file.path.endsWith('.config.ts') || /^packages\/testing\/[^/]+-setup\.ts$/.test(file.path)) return []
      return file
        .syntax()
        .exports.filter((entry) => entry.name === 'default')
        .map((entry) => at(file, entry.start, 'default export'))
    }),
}

/** Rule 9: a value nobody imports is not exported. Entries of packages are for the world; a type may name what a function gives. */
export const unusedExports: Rule = {
  name: 'no unused exports',
  find: (house) => {
    const entries = entryFiles(house)
    const used = usedNames(house)
    return [...house.files.values()]
      .filter((file) => !entries.has(file.path) && !isTest(file.path))
      .flatMap((file) => unusedIn(file, used.get(file.path)))
  },
}

type Used = { readonly names: Set<string>; all: boolean }

function unusedIn(file: SourceFile, used: Used | undefined): ReturnType<Rule['find']> {
  if (used?.all === true) return []
  return file
    .syntax()
    .exports.filter((entry) => !entry.isType && used?.names.has(entry.name) !== true)
    .map((entry) => at(file, entry.start, `nobody imports ${entry.name}`))
}

function entryFiles(house: House): ReadonlySet<string> {
  const files = new Set<string>()
  for (const entry of house.packages) {
    for (const door of Object.values(entry.exports)) files.add(`${entry.folder}/${door.replace(/^\.\//, '')}`)
  }
  for (const path of house.files.keys()) if (/\.config\.ts$|\.d\.ts$/.test(path)) files.add(path)
  return files
}

function usedNames(house: House): ReadonlyMap<string, Used> {
  const used = new Map<string, Used>()
  for (const { file, use } of links(house)) {
    const target = resolve(house, file.path, use)
    if (target.kind !== 'file') continue
    const entry = used.get(target.path) ?? { names: new Set<string>(), all: false }
    if (use.names === null) entry.all = true
    else for (const name of use.names) entry.names.add(name)
    used.set(target.path, entry)
  }
  return used
}
