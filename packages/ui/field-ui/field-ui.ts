import type { FieldMeta, Json, Locale, Operator } from '@perigon/contracts'
import type { ComponentType } from 'react'
import type { FieldContext } from './field-context.tsx'

/** A value in a list row, card, or record page. */
export type FieldCellProps = { readonly field: FieldMeta; readonly value: Json }

/** A value being typed. `value` is as read from the wire; `label` names the input for screen readers. */
export type FieldInputProps = {
  readonly id: string
  readonly field: FieldMeta
  readonly value: Json
  readonly onChange: (value: Json) => void
  readonly label: string
  readonly invalid?: boolean
  readonly describedBy?: string
  readonly autoFocus?: boolean
  readonly disabled?: boolean
  /** Current value of another field of the same form. */
  readonly sibling?: (key: string) => Json
}

/** The value side of a condition on a field. */
export type FieldFilterProps = {
  readonly id: string
  readonly field: FieldMeta
  readonly op: Operator
  readonly value: Json
  readonly onChange: (value: Json) => void
  readonly label: string
}

/** Everything the screens know of a field type. One contract test runs over all of them. */
export type FieldUi = {
  readonly Cell: ComponentType<FieldCellProps>
  readonly Input: ComponentType<FieldInputProps>
  readonly Filter: ComponentType<FieldFilterProps>
  readonly align: 'start' | 'end'
  /** Width of a fresh list column. */
  readonly width: number
  /** Takes the whole row of a two-column form. */
  readonly isWide: boolean
  /** Picking a value is the whole edit: a list cell saves at once. */
  readonly isPick: boolean
  /** Plain text: tooltips, history, conditions in words. */
  readonly toText: (value: Json, field: FieldMeta, place: TextPlace) => string
  /** Text for a spreadsheet: plain figures and days, which also the reader of imported cells takes back. */
  readonly toCopy: (value: Json, field: FieldMeta, place: TextPlace) => string
  /** From the value in a form to the value that is sent. */
  readonly toWire: (value: Json) => Json
  /** The value on another day; only of types that stand on a day. A moment keeps its time, a new one is in the morning. */
  readonly onDay?: (value: Json | undefined, day: string, timeZone: string) => string
}

export type TextPlace = { readonly locale: Locale; readonly context: Pick<FieldContext, 'currency' | 'timeZone'> }
