import { type Json, saysNothing } from '@perigon/contracts'
import { phrase } from '../i18n/i18n.ts'
import { fieldPhrases } from '../phrases/fields.ts'

/** A link as it is read: id and title of the other record; `hidden` where the reader may not see that one. */
export type LinkValue = { readonly id: string; readonly title: string; readonly hidden?: true }
/** An amount as it is read. */
export type MoneyValue = { readonly amount: string; readonly currency: string; readonly base: string | null }

/** The link in a value, or null. */
export function linkOf(value: Json | undefined): LinkValue | null {
  if (typeof value !== 'object' || value === null || !('id' in value) || typeof value.id !== 'string') return null
  if ('title' in value && value.title === null) return { id: value.id, title: phrase(fieldPhrases, 'unseen'), hidden: true }
  return { id: value.id, title: 'title' in value && typeof value.title === 'string' ? value.title : value.id }
}

/** The amount in a value, or null. */
export function moneyOf(value: Json | undefined): MoneyValue | null {
  if (typeof value !== 'object' || value === null || !('amount' in value)) return null
  const { amount } = value
  if (typeof amount !== 'string' && typeof amount !== 'number') return null
  const currency = 'currency' in value && typeof value.currency === 'string' ? value.currency : ''
  return {
    amount: String(amount),
    currency,
    base: 'base' in value && value.base !== null && value.base !== undefined ? String(value.base) : null,
  }
}

/** The text in a value; empty when there is none. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** The texts in a value. */
export function listOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(textOf).filter((each) => each !== '') : typeof value === 'string' && value !== '' ? [value] : []
}

/** The number in a value, or null. */
export function numberOf(value: Json | undefined): number | null {
  if (value === null || value === undefined || value === '' || typeof value === 'object' || typeof value === 'boolean') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** True for a value that a form shows as nothing. */
export function isBlank(value: Json | undefined): boolean {
  return saysNothing({}, value)
}

/** True when two values are the same on the wire. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}
