import type { Json, Label } from '@perigon/contracts'
import { useRecordUi } from '@perigon/record-ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/** A record that may be the same; without an id the person may not see it. */
export type Match = {
  readonly id: string | null
  readonly title: string
  readonly reasons: readonly Label[]
  readonly score: number
  readonly owner: string | null
  readonly department: string | null
  readonly last_contact_at: string | null
  /** Saving will be refused because of this one. */
  readonly blocks: boolean
}

export type Question = {
  readonly object: string
  readonly id: string | null
  readonly values: { readonly [field: string]: Json }
  /** Refuses what is no valid value; without it such a value finds nothing. */
  readonly strict?: boolean
}

const PAUSE = 600

/** Asks once typing has paused; nothing while there is nothing to compare. */
export function useDuplicates(question: Question, pause = PAUSE) {
  const { api } = useRecordUi()
  const text = JSON.stringify(question)
  const [settled, setSettled] = useState(pause === 0 ? text : '')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause)
    return () => clearTimeout(timer)
  }, [text, pause])
  const hasValues = Object.values(question.values).some((value) => value !== null && value !== '')
  return useQuery({
    queryKey: ['duplicates', settled],
    queryFn: ({ signal }) =>
      api.call<{ readonly matches: readonly Match[] }>('POST', '/api/v1/duplicates', { body: JSON.parse(settled), signal }),
    enabled: hasValues && settled === text,
    staleTime: 30_000,
    retry: false,
  })
}
