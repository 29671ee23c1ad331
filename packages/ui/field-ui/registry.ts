import { type FieldMeta, type FieldTypeName, type Json, text } from '@perigon/contracts'
import { lazy } from 'react'
import { formatDay, formatMoment, momentAt, zoned } from '../format/date-format.ts'
import { formatDuration, formatMoney, formatNumber, formatPercent } from '../format/number-format.ts'
import { cells } from './cells.ts'
import type { FieldUi, TextPlace } from './field-ui.ts'
import { phoneText } from './phone/phone-text.ts'
import { linkOf, listOf, moneyOf, numberOf, textOf } from './values.ts'

type Shape = Pick<FieldUi, 'align' | 'width' | 'isWide' | 'isPick' | 'toText' | 'toWire' | 'onDay'> & Partial<Pick<FieldUi, 'toCopy'>>

const loadInputs = () => import('./inputs.ts')
const loadFilters = () => import('./filters.ts')

/** Fetches the inputs before they are needed, so that the first edit does not flicker. */
export function preloadInputs(): void {
  void loadInputs()
}

/** The screen side of a field's type. */
export function fieldUi(field: Pick<FieldMeta, 'type'>): FieldUi {
  return registry[field.type]
}

/** A value as plain text in a language. */
export function fieldText(field: FieldMeta, value: Json | undefined, place: TextPlace): string {
  return value === null || value === undefined ? '' : registry[field.type].toText(value, field, place)
}

/** A value as a spreadsheet takes it; of a masked one what may be seen of it. */
export function copyText(field: FieldMeta, value: Json | undefined, place: TextPlace): string {
  if (value === null || value === undefined) return ''
  return field.masked === true ? textOf(value) : registry[field.type].toCopy(value, field, place)
}

const base: Shape = {
  align: 'start',
  width: 160,
  isWide: false,
  isPick: false,
  toText: (value) => (typeof value === 'object' ? JSON.stringify(value) : textOf(value)),
  toWire: (value) => value,
}
const number: Shape = {
  ...base,
  align: 'end',
  width: 120,
  toText: (value, field, place) => formatNumber(textOf(value), place.locale, field.scale ?? 0),
  toCopy: (value) => textOf(value),
}

const shapes: { readonly [T in FieldTypeName]: Shape } = {
  text: { ...base, width: 200 },
  long_text: { ...base, width: 260, isWide: true },
  integer: number,
  decimal: { ...number, toText: (value, field, place) => formatNumber(textOf(value), place.locale, field.scale ?? 2) },
  money: { ...base, align: 'end', width: 150, toText: moneyText, toWire: moneyWire, toCopy: moneyCopy },
  percent: {
    ...number,
    width: 120,
    toText: (value, field, place) => formatPercent(textOf(value), place.locale, field.scale ?? 2),
    toCopy: (value) => `${textOf(value)}%`,
  },
  boolean: {
    ...base,
    isPick: true,
    width: 90,
    toText: (value, _field, place) => (place.locale === 'zh-CN' ? (value === true ? '是' : '否') : value === true ? 'Yes' : 'No'),
  },
  date: {
    ...base,
    isPick: true,
    width: 164,
    toText: (value, _field, place) => formatDay(textOf(value), place.locale),
    toCopy: (value) => textOf(value),
    onDay: (_value, day) => day,
  },
  datetime: {
    ...base,
    width: 196,
    toText: (value, _field, place) => formatMoment(textOf(value), place.locale, place.context.timeZone),
    onDay: momentOn,
  },
  duration: { ...number, toText: (value, _field, place) => formatDuration(numberOf(value) ?? 0, place.locale) },
  select: { ...base, isPick: true, width: 130, toText: optionText },
  multi_select: {
    ...base,
    width: 200,
    toText: (value, field, place) =>
      listOf(value)
        .map((each) => optionText(each, field, place))
        .join('、'),
  },
  tags: { ...base, width: 180, toText: (value) => listOf(value).join('、') },
  link: {
    ...base,
    isPick: true,
    width: 180,
    toText: (value) => linkOf(value)?.title ?? textOf(value),
    toWire: (value) => linkOf(value)?.id ?? (typeof value === 'string' ? value : null),
  },
  phone: { ...base, width: 150, toText: (value) => phoneText(textOf(value)), toCopy: (value) => textOf(value) },
  email: { ...base, width: 200 },
  url: { ...base, width: 200 },
  auto_number: { ...base, width: 140 },
  json: { ...base, width: 200, isWide: true, toText: (value) => JSON.stringify(value) },
}

const registry: { readonly [T in FieldTypeName]: FieldUi } = {
  text: complete('text'),
  long_text: complete('long_text'),
  integer: complete('integer'),
  decimal: complete('decimal'),
  money: complete('money'),
  percent: complete('percent'),
  boolean: complete('boolean'),
  date: complete('date'),
  datetime: complete('datetime'),
  duration: complete('duration'),
  select: complete('select'),
  multi_select: complete('multi_select'),
  tags: complete('tags'),
  link: complete('link'),
  phone: complete('phone'),
  email: complete('email'),
  url: complete('url'),
  auto_number: complete('auto_number'),
  json: complete('json'),
}

function complete(type: FieldTypeName): FieldUi {
  const shape = shapes[type]
  return {
    ...shape,
    toCopy: shape.toCopy ?? shape.toText,
    Cell: cells[type],
    Input: lazy(async () => ({ default: (await loadInputs()).inputs[type] })),
    Filter: lazy(async () => ({ default: (await loadFilters()).filters[type] })),
  }
}

const MORNING = '09:00'

function momentOn(value: Json | undefined, day: string, timeZone: string): string {
  return momentAt(day, zoned(textOf(value), timeZone)?.time ?? MORNING, timeZone)
}

function moneyText(value: Json, _field: FieldMeta, place: TextPlace): string {
  const money = moneyOf(value)
  // A condition holds a bare number: it is in base currency.
  if (money === null) return textOf(value) === '' ? '' : formatMoney(textOf(value), place.context.currency, place.locale)
  return formatMoney(money.amount, money.currency || place.context.currency, place.locale)
}

// A bare figure is an amount in base currency; spreadsheets calculate with it.
function moneyCopy(value: Json, _field: FieldMeta, place: TextPlace): string {
  const money = moneyOf(value)
  if (money === null) return textOf(value)
  return money.currency === '' || money.currency === place.context.currency ? money.amount : `${money.amount} ${money.currency}`
}

function moneyWire(value: Json): Json {
  const money = moneyOf(value)
  return money === null ? null : { amount: money.amount, currency: money.currency }
}

function optionText(value: Json, field: FieldMeta, place: TextPlace): string {
  const option = field.options?.find((each) => each.value === value)
  return option === undefined ? textOf(value) : text(option.label, place.locale)
}
