import type { Label, Locale } from '@perigon/contracts'
import { localeFrom } from '@perigon/contracts'
import i18next from 'i18next'
import { useSyncExternalStore } from 'react'

const STORED = 'perigon.locale'
const pending = new Map<string, Readonly<Record<string, Label>>>()

/** The one translator of the browser application. */
export const i18n = i18next.createInstance()

void i18n.init({
  lng: storedLocale(),
  fallbackLng: false,
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  resources: {},
  interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
})

/** Phrases of one area: every key carries both languages, or it does not compile. */
export type Catalogue<K extends string> = { readonly name: string; readonly entries: Readonly<Record<K, Label>> }

/** Data for the `{name}` places of a phrase. */
export type PhraseData = { readonly [name: string]: string | number }

/** Declares the phrases of an area. */
export function definePhrases<const K extends string>(name: string, entries: Readonly<Record<K, Label>>): Catalogue<K> {
  pending.set(name, entries)
  return { name, entries }
}

type Translate = (key: string, data?: PhraseData) => string

/** Translates keys of a catalogue; follows a change of language. */
export function usePhrases<K extends string>(catalogue: Catalogue<K>): (key: K, data?: PhraseData) => string {
  return translator(registered(catalogue.name), useLocale())
}

// One for an area and a language, not one for each place that asks: the cells of a list ask by hundreds.
const translators = new Map<string, Translate>()
function translator(name: string, locale: Locale): Translate {
  const key = `${locale} ${name}`
  const known = translators.get(key)
  if (known !== undefined) return known
  const t = i18n.getFixedT(locale, name)
  const made: Translate = (phraseKey, data) => t(phraseKey, { ...data })
  translators.set(key, made)
  return made
}

/** Translates outside of React (toasts, document titles). */
export function phrase<K extends string>(catalogue: Catalogue<K>, key: K, data?: PhraseData): string {
  const plain: string = key
  return i18n.t(plain, { ns: registered(catalogue.name), ...data })
}

/** The language in use. */
export function useLocale(): Locale {
  return useSyncExternalStore(onLanguage, currentLocale, currentLocale)
}

function onLanguage(listener: () => void): () => void {
  i18n.on('languageChanged', listener)
  return () => i18n.off('languageChanged', listener)
}

const sideOf: { readonly [L in Locale]: (label: Label) => string } = {
  'zh-CN': (label) => label.zh,
  'en-US': (label) => label.en,
}

/** Picks the side of a label in the language in use. */
export function useLabel(): (label: Label) => string {
  return sideOf[useLocale()]
}

/** The language in use, outside of React. */
export function currentLocale(): Locale {
  return i18n.language === 'en-US' ? 'en-US' : 'zh-CN'
}

/** Changes the language without reloading, so that an open form keeps what was typed. */
export function setLocale(locale: Locale): void {
  if (typeof localStorage !== 'undefined') localStorage.setItem(STORED, locale)
  if (typeof document !== 'undefined') document.documentElement.lang = locale
  if (i18n.language !== locale) void i18n.changeLanguage(locale)
}

function storedLocale(): Locale {
  if (typeof localStorage === 'undefined') return 'zh-CN'
  const stored = localStorage.getItem(STORED)
  if (stored === 'zh-CN' || stored === 'en-US') return stored
  return localeFrom(typeof navigator === 'undefined' ? undefined : navigator.language)
}

// Catalogues are registered when first used, so that a lazy route brings its own phrases.
function registered(name: string): string {
  const entries = pending.get(name)
  if (entries === undefined) return name
  pending.delete(name)
  const sides = (side: 'zh' | 'en') => Object.fromEntries(Object.entries(entries).map(([key, label]) => [key, label[side]]))
  i18n.addResourceBundle('zh-CN', name, sides('zh'))
  i18n.addResourceBundle('en-US', name, sides('en'))
  return name
}
