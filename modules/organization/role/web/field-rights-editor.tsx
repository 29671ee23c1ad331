import { CloseOutlined } from '@ant-design/icons'
import { fieldOf, useRecordUi } from '@perigon/record-ui'
import { useLabel, usePhrases } from '@perigon/ui'
import { Button, Checkbox, Select, TreeSelect } from 'antd'
import { FIELD_RIGHTS, type FieldRights, type FieldWord, type Rights } from './roles.queries.ts'
import { rolesPhrases } from './roles-phrases.ts'

type EditorProps = {
  readonly rights: Rights
  readonly other: { readonly name: string; readonly fields: FieldRights; readonly different: ReadonlySet<string> } | null
  readonly onChange: (more: Partial<Rights>) => void
}

const wordOf = (right: FieldWord | undefined): 'edit' | 'readonly' | 'masked' | 'hidden' =>
  right === undefined ? 'edit' : right === 'read' ? 'readonly' : right

/** Which fields a role may only read, sees in part, or does not see; and whether it may unmask. */
export function FieldRightsEditor({ rights, other, onChange }: EditorProps) {
  const t = usePhrases(rolesPhrases)
  const names = useFieldNames()
  const { field_rights: mine } = rights
  const set = (object: string, field: string, right: FieldWord | null): void => {
    const { [field]: _old, ...rest } = mine[object] ?? {}
    const fields = right === null ? rest : { ...rest, [field]: right }
    const { [object]: _before, ...others } = mine
    onChange({ field_rights: Object.keys(fields).length === 0 ? others : { ...others, [object]: fields } })
  }
  const pairs = pairsOf(mine, other?.fields ?? {})
  return (
    <div className="pg-role-fields">
      <p className="pg-muted">{t('fields_hint')}</p>
      {pairs.length === 0 && <p className="pg-muted">{t('no_fields')}</p>}
      <ul>
        {pairs.map(([object, field]) => {
          const name = names(object, field)
          const isDifferent = other?.different.has(`${object}.${field}`) === true
          return (
            <li key={`${object}.${field}`} className={isDifferent ? 'pg-matrix__different' : undefined}>
              <span className="pg-grow">{name}</span>
              {isDifferent && other !== null && (
                <small>
                  {t('compare_with', { name: other.name })}
                  {t(wordOf(other.fields[object]?.[field]))}
                </small>
              )}
              <Select<'edit' | (typeof FIELD_RIGHTS)[number]>
                aria-label={name}
                size="small"
                value={wordOf(mine[object]?.[field])}
                popupMatchSelectWidth={false}
                onChange={(word) => set(object, field, word === 'edit' ? null : word === 'readonly' ? 'read' : word)}
                options={(['edit', ...FIELD_RIGHTS] as const).map((word) => ({ value: word, label: t(word) }))}
              />
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined aria-hidden />}
                aria-label={t('remove_field', { name })}
                onClick={() => set(object, field, null)}
              />
            </li>
          )
        })}
      </ul>
      <AddField onAdd={(object, field) => set(object, field, 'masked')} />
      <Checkbox checked={rights.unmask} onChange={(event) => onChange({ unmask: event.target.checked })}>
        {t('unmask')}
      </Checkbox>
    </div>
  )
}

function pairsOf(...all: readonly FieldRights[]): readonly (readonly [string, string])[] {
  const texts = all.flatMap((rights) =>
    Object.entries(rights).flatMap(([object, fields]) => Object.keys(fields).map((field) => `${object}.${field}`)),
  )
  return [...new Set(texts)].toSorted().map((text) => [text.slice(0, text.indexOf('.')), text.slice(text.indexOf('.') + 1)] as const)
}

function useFieldNames(): (object: string, field: string) => string {
  const label = useLabel()
  const { meta } = useRecordUi()
  return (object, field) => {
    const found = meta.object(object)
    const known = found === undefined ? undefined : fieldOf(found, field)
    return `${found === undefined ? object : label(found.label.one)} · ${known === undefined ? field : label(known.label)}`
  }
}

function AddField({ onAdd }: { readonly onAdd: (object: string, field: string) => void }) {
  const t = usePhrases(rolesPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const treeData = meta.objects
    .filter((object) => object.navigable)
    .map((object) => ({
      value: object.key,
      title: label(object.label.one),
      selectable: false,
      children: object.fields.map((field) => ({ value: `${object.key}.${field.key}`, title: label(field.label) })),
    }))
  return (
    <TreeSelect
      aria-label={t('add_field')}
      className="pg-role-fields__add"
      placeholder={t('add_field')}
      showSearch={{ treeNodeFilterProp: 'title' }}
      value={null}
      treeData={treeData}
      onChange={(value: string | null) => {
        const [object, field] = (value ?? '').split('.')
        if (object !== undefined && field !== undefined && field !== '') onAdd(object, field)
      }}
    />
  )
}
