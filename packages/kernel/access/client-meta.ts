import type { ClientMeta, FieldMeta, ObjectMeta, VerbMeta } from '@perigon/contracts'
import type { FieldDefinition } from '@perigon/define'
import { fieldTypes } from '@perigon/fields'
import { fieldRight, isOpen } from './field-rights.ts'
import { may } from './scope.ts'
import type { Actor, Operation } from '../module.ts'
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
    ...some('card', definition.card),
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
function form(object: ObjectSnapshot, seen: (key: string) => boolean): ObjectMeta['form'] {
  const custom = object.own.filter((field) => field.custom).map((field) => field.key)
  const sections = object.definition.views.form
  const all = custom.length === 0 ? sections : [...sections, { label: { zh: '自定义信息', en: 'Custom fields' }, fields: custom }]
  return all.map((section) => ({ ...section, fields: section.fields.filter(seen) })).filter((section) => section.fields.length > 0)
}

/** A field as this person has it: a masked one can only be looked at. */
function personal(object: ObjectSnapshot, field: FieldSnapshot, actor: Actor): FieldMeta {
  const meta = fieldMeta(field)
  const right = fieldRight(object, actor, field.key)
  if (right === null) return meta
  if (right === 'read') return { ...meta, read_only: true }
  return { ...meta, read_only: true, masked: true, operators: [], measures: [], sortable: false, groupable: false }
}

function abilities(object: ObjectSnapshot, actor: Actor): ObjectMeta['can'] {
  const fixed = object.definition.append_only === true
  const can = (operation: Operation): boolean => may(object, actor, operation)
  return {
    create: can('create') && !fixed,
    update: can('update') && !fixed,
    delete: can('delete') && !fixed,
    import: can('import') && can('create') && !fixed,
    export: can('export'),
  }
}

/** The relations a person may look along: to records they may read, by a link that is open to them. */
function relations(snapshot: Snapshot, object: ObjectSnapshot, actor: Actor): ObjectMeta['relations'] {
  return [...object.relations.values()].filter((relation) => {
    const child = snapshot.objects.get(relation.object)
    return child !== undefined && may(child, actor, 'read') && isOpen(child, actor, relation.field)
  })
}

function objectMeta(snapshot: Snapshot, object: ObjectSnapshot, actor: Actor): ObjectMeta {
  const { definition } = object
  const { views } = definition
  const seen = (key: string): boolean => fieldRight(object, actor, key) !== 'hidden'
  const sortable = (key: string): boolean => isOpen(object, actor, key.replace(/^-/, ''))
  return {
    key: object.key,
    path: definition.path,
    module: definition.module,
    label: definition.label,
    title: definition.title,
    fields: [...object.fields.values()].filter((field) => seen(field.key)).map((field) => personal(object, field, actor)),
    relations: relations(snapshot, object, actor),
    list: views.list.filter(seen),
    sort: (views.sort ?? ['-updated_at']).filter(sortable),
    form: form(object, seen),
    quick: (views.quick ?? definition.views.form.flatMap((section) => section.fields).slice(0, 8)).filter(seen),
    highlights: (views.highlights ?? []).filter(seen),
    related: views.related ?? [],
    follows: (definition.follows ?? []).filter(seen),
    ...some(
      'board',
      views.board === undefined || !isOpen(object, actor, views.board.by)
        ? undefined
        : { ...views.board, card: views.board.card.filter(seen) },
    ),
    verbs: may(object, actor, 'update') ? verbs(object) : [],
    can: abilities(object, actor),
    navigable: definition.navigable !== false,
    searchable: object.searchFields.length > 0,
  }
}

/** What the screens of a person are drawn from: the objects they may read, with what they may do. */
export function clientMeta(snapshot: Snapshot, actor: Actor): ClientMeta {
  const objects = [...snapshot.objects.values()].filter((object) => may(object, actor, 'read'))
  return { version: snapshot.version, objects: objects.map((object) => objectMeta(snapshot, object, actor)) }
}
