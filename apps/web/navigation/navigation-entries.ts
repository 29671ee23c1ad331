import { DatabaseOutlined } from '@ant-design/icons'
import type { Label } from '@perigon/contracts'
import type { IconType, RecordUi } from '@perigon/record-ui'

export type NavigationEntry = { readonly href: string; readonly label: Label; readonly Icon: IconType }
export type NavigationGroup = { readonly key: string; readonly label: Label; readonly entries: readonly NavigationEntry[] }

/** What the side navigation shows: per module its lists and pages, for what the person may see. */
export function navigationGroups(ui: RecordUi): readonly NavigationGroup[] {
  return ui.modules.flatMap((module) => {
    const objects = ui.meta.objects.filter((each) => each.module === module.key && each.navigable)
    const lists = objects.map(
      (each): NavigationEntry => ({ href: `/${each.path}`, label: each.label.many, Icon: ui.objectWeb(each.key).icon ?? DatabaseOutlined }),
    )
    const pages = (module.pages ?? []).filter(
      (each) =>
        each.isInNavigation &&
        (each.needs === undefined || ui.meta.object(each.needs) !== undefined) &&
        (each.needsCreating === undefined || ui.meta.object(each.needsCreating)?.can.create === true) &&
        (each.needsUpdating === undefined || ui.meta.object(each.needsUpdating)?.can.update === true),
    )
    const entries = [...lists, ...pages.map((each): NavigationEntry => ({ href: each.path, label: each.label, Icon: each.icon }))]
    return entries.length === 0 ? [] : [{ key: module.key, label: module.label, entries }]
  })
}

/** True when a page belongs to an entry. */
export function isCurrent(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
}
