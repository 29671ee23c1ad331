import type { ClientMeta, FieldMeta, ObjectMeta, VerbMeta } from '@perigon/contracts'
import type { FieldDefinition } from '@perigon/define'
import { fieldTypes } from '@perigon/fields'
import { scopeOf } from './scope.ts'
import type { Actor } from '../module.ts'
import type { FieldSnapshot, ObjectSnapshot, Snapshot } from '../compile/snapshot.ts'

type Facts = { readonly key: string; readonly definition: FieldDefinition; readonly custom: boolean }

/** A property only when there is a value, as exact optional types ask for. */
function some<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  const out: { [P in K]?: V } = {}
  if (value !== undefined) out[key] = value
  return out
}

function fieldMeta({ key, definition, custom }: Facts): FieldMeta {
  const type = fieldTypes[definition.type]
  return {
    key,
    type: definition.type,
    label: definition.label,
    ...some('help', definition.help),
    required: definition.required === true,
    read_only: definition.computed === true,
    custom,
    ...some('max', definition.max),
    ...some('min', definition.min),
    ...some('scale', definition.scale),
    ...some('options', definition.options),
    ...some('target', definition.target),
    ...some('default', definition.default),
    operators: type.operators,
    measures: type.measures,
    sortable: type.sortKey !== null,
    groupable: type.groupable,
    ...some('buckets', type.buckets),
    ...some('synonyms', definition.synonyms),
  }
}

function verbs(object: ObjectSnapshot): readonly VerbMeta[] {
  return [...object.verbs.values()].map((verb) => ({
    key: verb.key,
    label: verb.label,
    danger: verb.danger === true,
    params: Object.entries(verb.params).map(([key, definition]) => fieldMeta({ key, definition, custom: false })),
  }))
}

/** Sections of the form; custom fields come in a section of their own at the end. */
function form(object: ObjectSnapshot): ObjectMeta['form'] {
  const custom = object.own.filter((field) => field.custom).map((field) => field.key)
  const sections = object.definition.views.form
  return custom.length === 0 ? sections : [...sections, { label: { zh: '自定义信息', en: 'Custom fields' }, fields: custom }]
}

function objectMeta(object: ObjectSnapshot, actor: Actor): ObjectMeta {
  const { definition } = object
  const views = definition.views
  const may = (operation: 'create' | 'update' | 'delete' | 'import' | 'export'): boolean => scopeOf(object, actor, operation) !== 'none'
  const fixed = definition.append_only === true
  return {
    key: object.key,
    path: definition.path,
    module: definition.module,
    label: definition.label,
    title: definition.title,
    fields: [...object.fields.values()].map((field: FieldSnapshot) => fieldMeta(field)),
    relations: [...object.relations.values()],
    list: views.list,
    sort: views.sort ?? ['-updated_at'],
    form: form(object),
    quick: views.quick ?? definition.views.form.flatMap((section) => section.fields).slice(0, 8),
    highlights: views.highlights ?? [],
    related: views.related ?? [],
    ...some('board', views.board),
    verbs: may('update') ? verbs(object) : [],
    can: {
      create: may('create') && !fixed,
      update: may('update') && !fixed,
      delete: may('delete') && !fixed,
      import: may('import') && may('create') && !fixed,
      export: may('export'),
    },
    navigable: definition.navigable !== false,
    searchable: object.searchFields.length > 0,
  }
}

/** What the screens of a person are drawn from: the objects they may read, with what they may do. */
export function clientMeta(snapshot: Snapshot, actor: Actor): ClientMeta {
  const objects = [...snapshot.objects.values()].filter((object) => scopeOf(object, actor, 'read') !== 'none')
  return { version: snapshot.version, objects: objects.map((object) => objectMeta(object, actor)) }
}
