import type { Condition, FieldCondition, Json, Label, ObjectMeta, WireRecord } from '@perigon/contracts'
import type { ComponentType } from 'react'

/** An icon; beside words it is hidden from screen readers. */
export type IconType = ComponentType<{ readonly 'aria-hidden'?: boolean }>

/** What a module adds to the browser application. The generic screens draw everything else from the metadata. */
export type WebModule = {
  readonly key: string
  readonly label: Label
  readonly icon: IconType
  /** Place in the navigation, smallest first. */
  readonly order: number
  /** Additions to objects, of this module or of others: a timeline goes with whatever it is about. */
  readonly objects?: { readonly [object: string]: ObjectWeb }
  readonly pages?: readonly PageWeb[]
  /** Drawers opened from the head of a record, for every object they suit. */
  readonly tools?: readonly RecordTool[]
  /** Sections of the record page, for every object they suit. */
  readonly panels?: readonly RecordPanel[]
  /** Lines under the head of the record page, for every object they suit. */
  readonly lines?: readonly RecordLine[]
  /** Entries of the menu of every list they suit. */
  readonly lists?: readonly ListTool[]
  /** Small things in the top bar of every page. */
  readonly top?: readonly TopItem[]
  /** Cards of the home page. */
  readonly home?: readonly HomeCard[]
}

/** A page of a module with its own address. */
export type PageWeb = {
  readonly path: string
  readonly label: Label
  readonly icon: IconType
  readonly Page: ComponentType
  readonly isInNavigation: boolean
  /** Shown to those who may see this object, make records of it, or change them. */
  readonly needs?: string
  readonly needsUpdating?: string
  readonly needsCreating?: string
}

/** Something small in the top bar, for those who may see the object it needs. */
export type TopItem = { readonly key: string; readonly needs: string; readonly Item: ComponentType }

export type HomeCard = { readonly key: string; readonly needs: string; readonly Card: ComponentType; readonly isWide?: boolean }

/** A drawer over the page of any record. */
export type RecordTool = {
  readonly key: string
  readonly label: Label
  readonly icon: IconType
  readonly suits: (object: ObjectMeta) => boolean
  readonly Drawer: ComponentType<RecordSlotProps & { readonly onClose: () => void }>
}

/** What a list shows, for a dialog over it. */
export type ListToolProps = {
  readonly object: ObjectMeta
  readonly query: { readonly filter?: Condition; readonly q?: string; readonly sort: readonly string[]; readonly fields: readonly string[] }
  readonly onClose: () => void
}

/** A dialog over a list, opened from its menu. */
export type ListTool = {
  readonly key: string
  readonly label: Label
  readonly suits: (object: ObjectMeta) => boolean
  readonly Dialog: ComponentType<ListToolProps>
}

/** A section of the page of any record; a tab of its own on a phone. */
export type RecordPanel = {
  readonly key: string
  readonly label: Label
  readonly suits: (object: ObjectMeta) => boolean
  readonly Panel: ComponentType<RecordSlotProps>
}

/** One line about any record, under its highlights; draws nothing when there is nothing to say. */
export type RecordLine = {
  readonly key: string
  readonly suits: (object: ObjectMeta) => boolean
  readonly Line: ComponentType<RecordSlotProps>
}

export type RecordSlotProps = { readonly object: ObjectMeta; readonly record: WireRecord }

/** What a note over a form sees of what is being typed. */
export type FormNoteProps = {
  readonly object: ObjectMeta
  /** The record that is edited; null for a new one. */
  readonly record: WireRecord | null
  readonly value: (key: string) => Json
  readonly isChanged: (key: string) => boolean
}

/** What a module adds to the screens of one object. */
export type ObjectWeb = {
  readonly icon?: IconType
  /** Under the highlights of the record page: a path of stages, for example. */
  readonly Banner?: ComponentType<RecordSlotProps>
  /** Beside the record: a timeline. */
  readonly Aside?: ComponentType<RecordSlotProps>
  /** Keys of the verbs that make sense for a record now; absent: all. */
  readonly verbs?: (record: WireRecord) => readonly string[]
  /** Values a new record starts with, given the signed-in person. */
  readonly defaults?: (me: {
    readonly employee: { readonly id: string; readonly name: string } | null
    readonly today: string
    readonly now: string
  }) => { readonly [field: string]: Json }
  /** What a board counts and shows, unless the list's own filter speaks of that field; the rest of a column is a mark beside its count. */
  readonly board?: { readonly usual: FieldCondition; readonly beside: { readonly label: Label; readonly condition: FieldCondition } }
  /** Over the form of a new or changed record: a warning that it exists already, for example. */
  readonly FormNote?: ComponentType<FormNoteProps>
  /** Marks on a board card. */
  readonly CardMark?: ComponentType<RecordSlotProps>
}
