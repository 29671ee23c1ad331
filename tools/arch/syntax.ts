import { parseSync } from 'oxc-parser'

/** A node of the syntax tree (ESTree with TypeScript). */
export type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [key: string]: unknown }

/** One import, export-from, dynamic import or import type. `names` is null when everything is taken. */
export type ImportUse = { readonly specifier: string; readonly names: readonly string[] | null; readonly start: number }

export type Export = { readonly name: string; readonly start: number; readonly isType: boolean }

export type Syntax = {
  readonly program: Node
  readonly imports: readonly ImportUse[]
  /** Names a file exports itself (not from elsewhere). */
  readonly exports: readonly Export[]
  readonly comments: readonly { readonly value: string; readonly start: number }[]
}

/** Reads one file; throws when it is not TypeScript. */
export function parseSyntax(path: string, text: string): Syntax {
  const { program, module, comments, errors } = parseSync(path, text)
  const first = errors[0]
  if (first !== undefined) throw new Error(`${path}: ${first.message}`)
  if (!isNode(program)) throw new Error(`${path}: no program`)
  const imports: ImportUse[] = module.staticImports.map((use) => ({
    specifier: use.moduleRequest.value,
    names: use.entries.some(takesEverything) ? null : use.entries.map((entry) => entry.importName.name ?? 'default'),
    start: use.start,
  }))
  const exports: Export[] = []
  for (const { entries } of module.staticExports) {
    for (const entry of entries) {
      if (entry.moduleRequest === null) exports.push({ name: entry.exportName.name ?? 'default', start: entry.start, isType: entry.isType })
      else
        imports.push({
          specifier: entry.moduleRequest.value,
          names: entry.importName.name === null ? null : [entry.importName.name],
          start: entry.start,
        })
    }
  }
  for (const node of nodes(program, ['ImportExpression', 'TSImportType'])) {
    const source = node['source']
    if (isNode(source) && typeof source['value'] === 'string') imports.push({ specifier: source['value'], names: null, start: node.start })
  }
  return { program, imports, exports, comments }
}

/** `import * as name`. */
function takesEverything(entry: { readonly importName: { readonly kind: string } }): boolean {
  return entry.importName.kind === 'NamespaceObject'
}

/** Every node of the given kinds below (and including) a node, in the order of the text. */
export function nodes(root: Node, kinds: readonly string[]): readonly Node[] {
  const found: Node[] = []
  visit(root, (node) => {
    if (kinds.includes(node.type)) found.push(node)
  })
  return found
}

/** Calls back for every node below (and including) a node. */
export function visit(root: Node, meet: (node: Node) => void): void {
  meet(root)
  for (const value of Object.values(root)) {
    if (isNode(value)) visit(value, meet)
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) visit(item, meet)
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
}

/** The text of a string literal, or null. */
export function textOf(value: unknown): string | null {
  return isNode(value) && value.type === 'Literal' && typeof value['value'] === 'string' ? value['value'] : null
}

/** The name of an identifier, or null. */
export function nameOf(value: unknown): string | null {
  return isNode(value) && (value.type === 'Identifier' || value.type === 'PrivateIdentifier') && typeof value['name'] === 'string'
    ? value['name']
    : null
}

/** `object.property` as a dotted path (`process.env`), or null. */
export function pathOf(value: unknown): string | null {
  if (!isNode(value)) return null
  if (value.type === 'Identifier') return nameOf(value)
  if (value.type !== 'MemberExpression' || value['computed'] === true) return null
  const [object, property] = [pathOf(value['object']), nameOf(value['property'])]
  return object === null || property === null ? null : `${object}.${property}`
}

/** The value of a property of an object literal, or null. */
export function propertyOf(object: unknown, key: string): Node | null {
  if (!isNode(object) || object.type !== 'ObjectExpression' || !Array.isArray(object['properties'])) return null
  for (const property of object['properties']) {
    if (!isNode(property) || property.type !== 'Property') continue
    if ((nameOf(property['key']) ?? textOf(property['key'])) === key && isNode(property['value'])) return property['value']
  }
  return null
}

/** Arguments of a call that are nodes. */
export function argumentsOf(call: Node): readonly Node[] {
  const list = call['arguments']
  return Array.isArray(list) ? list.filter(isNode) : []
}
