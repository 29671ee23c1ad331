import { type House, isTest, isWeb, links, type Package, packageAt, type Rule, type SourceFile, type Violation } from '../house.ts'
import { argumentsOf, nameOf, nodes, pathOf, propertyOf, textOf } from '../syntax.ts'

/**
 * Rule 2: a module's `needs` are exactly the modules its server side imports or its objects link to, and no two need each
 * other. Screens may show panels of modules built on theirs; the circle of imports is watched by the rule on packages.
 */
export const needs: Rule = {
  name: 'needs equal what is imported and linked, without circles',
  find: (house) => {
    const modules = house.packages.filter((entry) => entry.folder.startsWith('modules/'))
    const declared = new Map(modules.map((entry) => [moduleName(entry), declaredNeeds(house, entry)]))
    return [...modules.flatMap((entry) => compare(house, entry, declared)), ...circleIssues(declared)]
  },
}

/** Objects of the house and the module each belongs to, read from the definitions. */
function objectOwners(house: House): ReadonlyMap<string, string> {
  const owners = new Map<string, string>()
  for (const file of definitions(house)) {
    for (const call of nodes(file.syntax().program, ['CallExpression'])) {
      const key = textOf(argumentsOf(call)[0])
      if (nameOf(call['callee']) === 'defineObject' && key !== null) owners.set(key, file.path.split('/')[1] ?? '')
    }
  }
  return owners
}

function definitions(house: House): readonly SourceFile[] {
  return [...house.files.values()].filter((file) => /^modules\/.*\.object\.ts$/.test(file.path))
}

function compare(house: House, entry: Package, declared: ReadonlyMap<string, readonly string[] | null>): readonly Violation[] {
  const path = `${entry.folder}/module.ts`
  const name = moduleName(entry)
  const said = declared.get(name)
  if (said === undefined || said === null) return [{ path, line: 1, message: 'declares no module with needs' }]
  const used = new Set([...importedModules(house, entry), ...linkedModules(house, entry)])
  used.delete(name)
  const missing = [...used].filter((other) => !said.includes(other)).map((other) => `needs ${other} but does not say so`)
  const idle = said.filter((other) => !used.has(other)).map((other) => `says it needs ${other} but uses nothing of it`)
  return [...missing, ...idle].map((message) => ({ path, line: 1, message }))
}

function declaredNeeds(house: House, entry: Package): readonly string[] | null {
  const file = house.files.get(`${entry.folder}/module.ts`)
  if (file === undefined) return null
  for (const call of nodes(file.syntax().program, ['CallExpression'])) {
    if (nameOf(call['callee']) !== 'defineModule') continue
    const list = propertyOf(argumentsOf(call)[0], 'needs')?.['elements']
    if (Array.isArray(list)) return list.map((item) => textOf(item) ?? '')
  }
  return null
}

function importedModules(house: House, entry: Package): readonly string[] {
  const found = new Set<string>()
  for (const { file, target } of links(house)) {
    if (isTest(file.path) || isWeb(file.path) || packageAt(house, file.path) !== entry || target.kind !== 'file') continue
    if (target.via?.folder.startsWith('modules/') === true) found.add(moduleName(target.via))
  }
  return [...found]
}

/** Modules whose objects this module's objects point to: `f.link('customer')`. */
function linkedModules(house: House, entry: Package): readonly string[] {
  const owners = objectOwners(house)
  const own = definitions(house).filter((file) => file.path.startsWith(`${entry.folder}/`))
  const calls = own.flatMap((file) => nodes(file.syntax().program, ['CallExpression']))
  const targets = calls.filter((call) => pathOf(call['callee']) === 'f.link').map((call) => textOf(argumentsOf(call)[0]) ?? '')
  return [...new Set(targets.flatMap((target) => owners.get(target) ?? []))]
}

function circleIssues(declared: ReadonlyMap<string, readonly string[] | null>): readonly Violation[] {
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (declared.get(from) ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))))
  return [...declared.keys()]
    .filter((name) => reaches(name, name, new Set()))
    .map((name) => ({ path: `modules/${name}/module.ts`, line: 1, message: `${name} needs itself in a circle` }))
}

function moduleName(entry: Package): string {
  return entry.folder.split('/')[1] ?? entry.folder
}
