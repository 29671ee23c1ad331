import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { Failure, failureText, keys, records, useActions, useOverlay, useRecordUi } from '@perigon/record-ui'
import { general, Skeleton, Tag, textOf, toast, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { ConditionLine } from './condition-line.tsx'
import { LadderPicture } from './ladder-picture.tsx'
import { type Asked, draftOf, usePreview } from './reminder.queries.ts'
import { reminderPhrases } from './reminder-phrases.ts'
import { PreviewNotes, RuleEditor, startOf } from './rule-editor.tsx'

type CardProps = { readonly object: ObjectMeta; readonly rule: WireRecord }

/** A rule: what it watches, its ladder as a picture, whom it would strike today, and the switch. */
export function RuleCard({ object, rule }: CardProps) {
  const t = usePhrases(reminderPhrases)
  const label = useLabel()
  const locale = useLocale()
  const watched = useRecordUi().meta.object(textOf(rule['object']))
  const [isAsked, setAsked] = useState(false)
  const draft = draftOf(rule)
  const name = locale === 'zh-CN' ? textOf(rule['name']) : textOf(rule['name_en'] ?? rule['name'])
  const isOn = rule['active'] === true
  const field = watched?.fields.find(({ key }) => key === draft.date_field)
  const asked: Asked = { ...draft, rule: rule.id }
  const preview = usePreview(isAsked ? asked : null)
  const found = isAsked && preview.data !== undefined ? { asked, figures: preview.data.rungs } : undefined
  return (
    <article className="pg-card pg-reminder" aria-label={name}>
      <header className="pg-reminder__head">
        <h2>{name}</h2>
        <Tag {...(isOn ? { color: 'green' } : {})}>{t(isOn ? 'on' : 'off')}</Tag>
        <span className="pg-muted">
          {watched === undefined ? draft.object : label(watched.label.many)} ·{' '}
          {t(draft.counting === 'working' ? 'counted_working' : 'counted_calendar', {
            field: field === undefined ? draft.date_field : label(field.label),
          })}
        </span>
      </header>
      <ConditionLine object={draft.object} condition={draft.condition} />
      <LadderPicture draft={draft} found={found} />
      {isAsked && preview.isPending && <Skeleton shape="lines" rows={1} />}
      {isAsked && preview.error !== null && <Failure error={preview.error} onRetry={() => void preview.refetch()} />}
      {found !== undefined && <PreviewNotes working={preview.data?.working !== false} />}
      {object.can.update && <Buttons object={object} rule={rule} name={name} isAsked={isAsked} onAsk={() => setAsked(!isAsked)} />}
    </article>
  )
}

type ButtonsProps = CardProps & { readonly name: string; readonly isAsked: boolean; readonly onAsk: () => void }

function Buttons({ object, rule, name, isAsked, onAsk }: ButtonsProps) {
  const t = usePhrases(reminderPhrases)
  const words = usePhrases(general)
  const show = useOverlay()
  const actions = useActions()
  const turn = useSwitch(object)
  const isOn = rule['active'] === true
  return (
    <div className="pg-actions">
      <Button aria-expanded={isAsked} onClick={onAsk}>
        {t(isAsked ? 'hide_preview' : 'preview')}
      </Button>
      <Button
        aria-label={t('change_of', { name })}
        onClick={() => show((close) => <RuleEditor object={object} rule={rule} start={startOf(rule)} onClose={close} />)}
      >
        {t('change')}
      </Button>
      {isOn ? (
        <Button loading={turn.isPending} onClick={() => turn.mutate({ rule, on: false, name })}>
          {t('turn_off')}
        </Button>
      ) : (
        <Button
          type="primary"
          loading={turn.isPending}
          onClick={() =>
            show((close) => <TurnOn rule={rule} name={name} onTurnOn={() => turn.mutate({ rule, on: true, name })} onClose={close} />)
          }
        >
          {t('turn_on')}
        </Button>
      )}
      {object.can.delete && (
        <Button aria-label={t('remove_of', { name })} onClick={() => actions.remove(object, rule)}>
          {words('delete')}
        </Button>
      )}
    </div>
  )
}

type Turn = { readonly rule: WireRecord; readonly on: boolean; readonly name: string }

/** Switches a rule on or off, with the way back. */
function useSwitch(object: ObjectMeta) {
  const t = usePhrases(reminderPhrases)
  const { api } = useRecordUi()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: keys.object(object) })
  return useMutation({
    mutationFn: ({ rule, on }: Turn) => records.update(api, object, { id: rule.id, version: rule.version, patch: { active: on } }),
    onSuccess: (saved, { on, name }) => {
      const undo = async () => {
        await records.undo(api, object, { id: saved.id, version: saved.version })
        await refresh()
      }
      toast({ text: t(on ? 'turned_on' : 'turned_off', { name }), undo })
    },
    onError: (error) => toast({ tone: 'error', text: failureText(error) }),
    onSettled: refresh,
  })
}

type TurnOnProps = { readonly rule: WireRecord; readonly name: string; readonly onTurnOn: () => void; readonly onClose: () => void }

/** Whom the rule would strike, before it is switched on. */
function TurnOn({ rule, name, onTurnOn, onClose }: TurnOnProps) {
  const t = usePhrases(reminderPhrases)
  const words = usePhrases(general)
  const draft = draftOf(rule)
  const asked: Asked = { ...draft, rule: rule.id }
  const preview = usePreview(asked)
  return (
    <Modal
      open
      width={860}
      title={t('turn_on_title', { name })}
      okText={t('turn_on')}
      cancelText={words('cancel')}
      okButtonProps={{ disabled: preview.data === undefined, autoFocus: true }}
      onOk={() => {
        onTurnOn()
        onClose()
      }}
      onCancel={onClose}
    >
      <div className="pg-stack">
        {preview.error !== null && <Failure error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.isPending && <Skeleton shape="lines" rows={4} />}
        {preview.data !== undefined && <LadderPicture draft={draft} found={{ asked, figures: preview.data.rungs }} />}
        {preview.data !== undefined && <PreviewNotes working={preview.data.working} />}
      </div>
    </Modal>
  )
}
