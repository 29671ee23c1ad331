import { InboxOutlined, LockOutlined, SearchOutlined, WarningOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'

const ICONS = { first: InboxOutlined, result: SearchOutlined, right: LockOutlined, error: WarningOutlined } as const

/** Says why there is nothing and what to do next: first use, no result, no right, or an error. */
export function EmptyState(props: {
  readonly kind: keyof typeof ICONS
  readonly title: string
  readonly hint?: string | undefined
  readonly actions?: ReactNode
  readonly small?: boolean
}) {
  const Icon = ICONS[props.kind]
  return (
    <div className={props.small === true ? 'pg-empty pg-empty--small' : 'pg-empty'} role={props.kind === 'error' ? 'alert' : undefined}>
      <Icon className="pg-empty__icon" aria-hidden />
      <p className="pg-empty__title">{props.title}</p>
      {props.hint !== undefined && <p className="pg-empty__hint">{props.hint}</p>}
      {props.actions !== undefined && <div className="pg-empty__actions">{props.actions}</div>}
    </div>
  )
}
