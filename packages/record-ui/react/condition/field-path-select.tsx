import type { FieldMeta, ObjectMeta } from '@perigon/contracts'
import { useLabel, usePhrases } from '@perigon/ui'
import { TreeSelect } from 'antd'
import { fieldsOnPath } from '../../core/meta-index.ts'
import { conditionPhrases } from '../../phrases/condition-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'

const DEPTH = 3

type Node = { value: string; title: string; path: string; selectable: boolean; isLeaf: boolean; children?: Node[] }

/** A field of the object, or one behind its links (customer › industry › name). */
export function FieldPathSelect({
  object,
  path,
  onPick,
}: {
  readonly object: ObjectMeta
  readonly path: string
  readonly onPick: (path: string, field: FieldMeta) => void
}) {
  const t = usePhrases(conditionPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const nodes = (owner: ObjectMeta, prefix: string, depth: number): Node[] =>
    owner.fields
      .filter((field) => field.operators.length > 0 || field.target !== undefined)
      .map((field) => {
        const own = `${prefix}${field.key}`
        const target = field.target === undefined || depth >= DEPTH ? undefined : meta.object(field.target)
        const node: Node = {
          value: own,
          path: own,
          title: label(field.label),
          selectable: field.operators.length > 0,
          isLeaf: target === undefined,
        }
        return target === undefined ? node : { ...node, children: nodes(target, `${own}.`, depth + 1) }
      })
      // Searching opens the branches: fields of the object itself must not drown in them.
      .toSorted((a, b) => Number(b.isLeaf) - Number(a.isLeaf))
  const named = fieldsOnPath(meta, object, path)
    .map((each) => label(each.label))
    .join(' › ')
  return (
    <TreeSelect
      className="pg-condition__field"
      aria-label={t('field')}
      showSearch={{ treeNodeFilterProp: 'title' }}
      popupMatchSelectWidth={320}
      value={path === '' ? null : { value: path, label: named }}
      labelInValue
      treeData={nodes(object, '', 1)}
      onChange={(picked) => {
        const next = picked?.value
        const field = typeof next === 'string' ? fieldsOnPath(meta, object, next).at(-1) : undefined
        if (typeof next === 'string' && field !== undefined) onPick(next, field)
      }}
    />
  )
}
