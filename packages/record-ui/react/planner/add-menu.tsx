import { Dropdown } from 'antd'
import type { ReactElement } from 'react'
import type { PlannerAdd, PlannerAt } from '../../core/planner.ts'

/** Asks what to make at a place. */
export function AddMenu(props: {
  readonly adds: readonly PlannerAdd[]
  readonly at: PlannerAt
  /** Shown open until it is closed; absent: opened by a click on the child. */
  readonly onClose?: () => void
  readonly children: ReactElement
}) {
  const { adds, at, onClose } = props
  return (
    <Dropdown
      trigger={['click']}
      autoFocus
      {...(onClose === undefined ? {} : { open: true, onOpenChange: (isOpen: boolean) => !isOpen && onClose() })}
      menu={{
        items: adds.map(({ key, label, icon }) => ({ key, label, icon })),
        onClick: ({ key }) => {
          adds.find((each) => each.key === key)?.run(at)
          onClose?.()
        },
      }}
    >
      {props.children}
    </Dropdown>
  )
}
