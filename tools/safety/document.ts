import { valueAt } from './caller.ts'

export type Door = { readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; readonly path: string }

/** What the OpenAPI document says of one object. */
export type DocumentedObject = {
  /** Its part of the address, such as `customers`. */
  readonly path: string
  /** `Customer`. */
  readonly name: string
  readonly doors: readonly Door[]
  /** Field → whether its schema takes a text. */
  readonly input: ReadonlyMap<string, 'text' | 'other'>
  readonly output: readonly string[]
  readonly creatable: boolean
}

export type Paths = { readonly objects: readonly DocumentedObject[]; readonly doors: readonly Door[] }

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const

function entries(value: unknown): readonly [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

/** Reads objects and doors out of an OpenAPI document of Perigon. */
export function readDocument(document: unknown): Paths {
  const doors = entries(valueAt(document, 'paths')).flatMap(([path, item]) =>
    METHODS.flatMap((method): Door[] => (valueAt(item, method.toLowerCase()) === undefined ? [] : [{ method, path }])),
  )
  const objects = doors.flatMap((door): DocumentedObject[] => {
    const path = /^\/api\/v1\/([a-z0-9-]+)$/.exec(door.path)?.[1]
    if (door.method !== 'GET' || path === undefined) return []
    const operation = valueAt(document, 'paths', door.path, 'get', 'operationId')
    const name = String(operation).replace(/^list/, '')
    const schema = (suffix: string): unknown => valueAt(document, 'components', 'schemas', `${name}${suffix}`, 'properties')
    return [
      {
        path,
        name,
        doors: doors.filter((each) => each.path === door.path || each.path.startsWith(`${door.path}/`)),
        input: new Map(entries(schema('Create')).map(([field, shape]) => [field, takesText(shape) ? 'text' : 'other'])),
        output: entries(schema('')).map(([field]) => field),
        creatable: doors.some((each) => each.method === 'POST' && each.path === door.path),
      },
    ]
  })
  return { objects, doors }
}

/** A free text: no list of choices, no format, no pattern. */
function takesText(shape: unknown): boolean {
  const options = valueAt(shape, 'anyOf')
  const first: unknown = Array.isArray(options) ? options[0] : shape
  const plain = ['enum', 'format', 'pattern', 'const'].every((key) => valueAt(first, key) === undefined)
  return valueAt(first, 'type') === 'string' && plain
}
