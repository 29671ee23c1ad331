import { useLocale } from '@perigon/ui'
import { useCallback } from 'react'

type Named = { readonly name: string; readonly name_en?: string | null | undefined }

/** A role's name in the language in use; the Chinese one where there is no English. */
export function useRoleName(): (role: Named) => string {
  const locale = useLocale()
  return useCallback((role) => (locale === 'en-US' ? role.name_en || role.name : role.name), [locale])
}

type Described = { readonly description: string | null; readonly description_en: string | null }

/** What a role is for, likewise; empty where nobody wrote it. */
export function useRoleDescription(): (role: Described) => string {
  const locale = useLocale()
  return useCallback((role) => (locale === 'en-US' && role.description_en) || role.description || '', [locale])
}
