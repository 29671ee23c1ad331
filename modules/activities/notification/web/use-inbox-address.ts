import { useGo } from '@perigon/record-ui'
import { useRouterState } from '@tanstack/react-router'
import { INBOX_STATES, type InboxState } from './inbox-query.ts'

/** What the address of the inbox asks for. */
export type InboxChoice = { readonly state: InboxState; readonly kinds: readonly string[]; readonly q: string }

/** The choice in the address, and how to change it; the address shows a colleague's own inbox with the same choice. */
export function useInboxAddress(): readonly [InboxChoice, (change: Partial<InboxChoice>) => void] {
  const search = useRouterState({ select: (state) => state.location.searchStr })
  const go = useGo()
  const params = new URLSearchParams(search)
  const choice: InboxChoice = {
    state: INBOX_STATES.find((each) => each === params.get('state')) ?? 'open',
    kinds: (params.get('kinds') ?? '').split(',').filter((kind) => kind !== ''),
    q: params.get('q') ?? '',
  }
  const change = (part: Partial<InboxChoice>) => {
    const next = { ...choice, ...part }
    const entries = { state: next.state === 'open' ? '' : next.state, kinds: next.kinds.join(','), q: next.q }
    const text = new URLSearchParams(Object.entries(entries).filter(([, value]) => value !== '')).toString()
    go(text === '' ? '/notifications' : `/notifications?${text}`, 'replace')
  }
  return [choice, change]
}
