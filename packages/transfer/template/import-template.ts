import { fill, type Label, text } from '@perigon/contracts'
import { type Actor, type FieldSnapshot, type Kernel, objectOf } from '@perigon/kernel'
import { type DataValidation, writeXlsx } from 'hucre/xlsx'
import { importableFields } from '../mapping/parts.ts'
import { type Choices, choicesOf } from './choices.ts'

const ROWS = 5000
const CHOICES: Label = { zh: '选项', en: 'Choices' }
const REQUIRED: Label = { zh: '必填。', en: 'Required. ' }
const FROM_LIST: Label = { zh: '请从下拉列表中选择', en: 'Choose one from the list' }
const LISTED: Label = { zh: '从列表中选择，或填写其他已有名称', en: 'Choose from the list, or write another known name' }
const KNOWN: Label = { zh: '填写已有{object}的名称或编号', en: 'The name or number of a known {object}' }
const DATES: Label = { zh: '日期，如 2026-11-25', en: 'A date such as 2026-11-25' }
const SEVERAL: Label = { zh: '多个值用分号隔开', en: 'Several values with semicolons between' }

type Column = { readonly field: FieldSnapshot; readonly choices: Choices | null }

/** The fields a person would fill in by hand: those of the form, then what is required besides. */
function templateFields(kernel: Kernel, key: string, actor: Actor): readonly FieldSnapshot[] {
  const object = objectOf(kernel.snapshot(), key)
  const fields = importableFields(object, actor)
  const formed = object.definition.views.form.flatMap((section) => section.fields)
  const shown = formed.flatMap((name) => fields.find((field) => field.key === name) ?? [])
  return [...shown, ...fields.filter((field) => field.definition.required === true && !formed.includes(field.key))]
}

/** A column's letters: 0 → A, 26 → AA. */
function letters(index: number): string {
  const rest = String.fromCharCode(65 + (index % 26))
  return index < 26 ? rest : letters(Math.floor(index / 26) - 1) + rest
}

function hint({ field, choices }: Column, kernel: Kernel, actor: Actor): string {
  const { help, required, target } = field.definition
  const say = (label: Label): string => text(label, actor.locale)
  const kind = (): string => {
    if (choices !== null) return say(choices.isClosed ? FROM_LIST : LISTED)
    if (target !== undefined) return fill(say(KNOWN), { object: say(objectOf(kernel.snapshot(), target).definition.label.one) })
    if (field.type.name === 'date' || field.type.name === 'datetime') return say(DATES)
    return field.type.name === 'tags' || field.type.name === 'multi_select' ? say(SEVERAL) : ''
  }
  return `${required === true ? say(REQUIRED) : ''}${[help === undefined ? '' : say(help), kind()].filter((part) => part !== '').join(' · ')}`
}

/**
 * A workbook to fill in for an import: a column for each field a person may write, named in their language (required ones
 * with a star), drop-downs for options and short lists of records, and what a column expects when its cells are entered.
 */
export async function importTemplate(kernel: Kernel, actor: Actor, key: string): Promise<Uint8Array> {
  const object = objectOf(kernel.snapshot(), key)
  const columns: Column[] = []
  for (const field of templateFields(kernel, key, actor)) columns.push({ field, choices: await choicesOf(kernel, actor, field) })
  const lists = columns.filter((column) => column.choices !== null)
  const sheet = text(CHOICES, actor.locale)
  const name = (column: Column): string => text(column.field.definition.label, actor.locale)
  const validations = columns.map((column, index): DataValidation => {
    const at = letters(index)
    const told = { showInputMessage: true, inputTitle: name(column).slice(0, 32), inputMessage: hint(column, kernel, actor).slice(0, 255) }
    const range = `${at}2:${at}${ROWS + 1}`
    if (column.choices === null) return { type: 'custom', formula1: 'TRUE', allowBlank: true, range, ...told }
    const from = letters(lists.indexOf(column))
    return {
      type: 'list',
      formula1: `'${sheet}'!$${from}$2:$${from}$${column.choices.texts.length + 1}`,
      allowBlank: true,
      showErrorMessage: column.choices.isClosed,
      errorStyle: 'stop',
      errorMessage: text(FROM_LIST, actor.locale),
      range,
      ...told,
    }
  })
  const longest = Math.max(0, ...lists.map((column) => column.choices?.texts.length ?? 0))
  return writeXlsx({
    sheets: [
      {
        name: text(object.definition.label.many, actor.locale).slice(0, 31),
        rows: [columns.map((column) => `${name(column)}${column.field.definition.required === true ? ' *' : ''}`)],
        columns: columns.map((column) => ({ width: Math.max(12, name(column).length * 2 + 4), numFmt: '@' })),
        rowDefs: new Map([[0, { height: 24 }]]),
        cells: new Map(
          columns.map((_, index) => [
            `0,${index}`,
            { style: { font: { bold: true }, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'E8F0FE' } } } },
          ]),
        ),
        freezePane: { rows: 1 },
        dataValidations: validations,
      },
      {
        name: sheet,
        rows: [lists.map(name), ...Array.from({ length: longest }, (_, row) => lists.map((column) => column.choices?.texts[row] ?? null))],
      },
    ],
  })
}
