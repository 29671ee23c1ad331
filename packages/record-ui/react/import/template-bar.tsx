import { DownOutlined } from '@ant-design/icons'
import type { ImportMapping, ObjectMeta } from '@perigon/contracts'
import { general, isComposing, toast, usePhrases } from '@perigon/ui'
import { Button, Dropdown, Input, Popover } from 'antd'
import { useState } from 'react'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { failureText } from '../frame/failure.tsx'
import { useTemplates } from './imports-api.ts'

type BarProps = {
  readonly object: ObjectMeta
  readonly mapping: ImportMapping
  readonly onUse: (mapping: ImportMapping) => void
}

/** Saved mappings: use one, or keep this one. */
export function TemplateBar({ object, mapping, onUse }: BarProps) {
  const t = usePhrases(importPhrases)
  const templates = useTemplates(object.key)
  const apply = (id: string) => {
    const template = templates.list.find((each) => each.id === id)
    if (template === undefined) return
    onUse(template.mapping)
    toast({ text: t('template_used', { name: template.name }) })
  }
  return (
    <div className="pg-actions" role="group" aria-label={t('template')}>
      {templates.list.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{ items: templates.list.map((each) => ({ key: each.id, label: each.name })), onClick: ({ key }) => apply(key) }}
        >
          <Button>
            {t('template_load')} <DownOutlined aria-hidden />
          </Button>
        </Dropdown>
      )}
      <SaveTemplate onSave={(name) => templates.save(name, mapping)} />
    </div>
  )
}

function SaveTemplate({ onSave }: { readonly onSave: (name: string) => Promise<void> }) {
  const t = usePhrases(importPhrases)
  const words = usePhrases(general)
  const [name, setName] = useState('')
  const [isOpen, setOpen] = useState(false)
  const save = async () => {
    if (name.trim() === '') return
    try {
      await onSave(name.trim())
      toast({ text: t('template_saved') })
      setOpen(false)
      setName('')
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  return (
    <Popover
      trigger="click"
      open={isOpen}
      onOpenChange={setOpen}
      content={
        <div className="pg-actions">
          <Input
            aria-label={t('template_name')}
            placeholder={t('template_name')}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={(event) => !isComposing(event) && void save()}
          />
          <Button type="primary" onClick={save}>
            {words('save')}
          </Button>
        </div>
      }
    >
      <Button>{t('template_save')}</Button>
    </Popover>
  )
}
