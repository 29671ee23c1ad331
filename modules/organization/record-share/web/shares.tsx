import type { FieldMeta, Json } from '@perigon/contracts'
import { FieldRow, failureText, PlainField, problemIn, useRecordUi, useRequired } from '@perigon/record-ui'
import { LinkSelect, type LinkValue, Tag, textOf, toast, today, useFieldContext, usePhrases } from '@perigon/ui'
import { Button, Select } from 'antd'
import { useId, useState } from 'react'
import { type Grantee, GRANTEES, type Share, type useAccess } from './access.queries.ts'
import { accessPhrases } from './access-phrases.ts'
import { PartSelect, PartTag } from './part.tsx'

type Tools = ReturnType<typeof useAccess>
type Access = 'read' | 'write'
const TARGETS = { employee: 'employee', team: 'team', with_department: 'department', branch: 'branch', partner: 'partner' } as const
const WORDS = { employee: 'employee', team: 'team_kind', with_department: 'with_department', branch: 'branch', partner: 'partner' } as const

const UNTIL: FieldMeta = {
  key: 'until',
  type: 'date',
  label: { zh: '有效期至（选填）', en: 'Until (optional)' },
  required: false,
  read_only: false,
  custom: false,
  operators: [],
  measures: [],
  sortable: false,
  groupable: false,
}

function whomOf(share: Share): { readonly kind: Grantee; readonly name: string } {
  const kind = GRANTEES.find((each) => share[each] !== null && share[each] !== undefined) ?? 'employee'
  return { kind, name: share[kind]?.title ?? '' }
}

/** Whom a record is shared with; those who may, share and end. */
export function Shares({ tools, maySharing }: { readonly tools: Tools; readonly maySharing: boolean }) {
  const t = usePhrases(accessPhrases)
  const shares = tools.shares.data?.data ?? []
  return (
    <section aria-labelledby="access-shares">
      <h3 id="access-shares">{t('shares')}</h3>
      {tools.shares.data !== undefined && shares.length === 0 && <p className="pg-muted">{t('no_shares')}</p>}
      <ul className="pg-access__people">
        {shares.map((share) => (
          <ShareLine key={share.id} share={share} tools={tools} maySharing={maySharing} />
        ))}
      </ul>
      {maySharing && <ShareForm tools={tools} />}
    </section>
  )
}

function ShareLine({ share, tools, maySharing }: { readonly share: Share; readonly tools: Tools; readonly maySharing: boolean }) {
  const t = usePhrases(accessPhrases)
  const { timeZone, now } = useFieldContext()
  const { kind, name } = whomOf(share)
  const isOver = share.until !== null && share.until < today(now(), timeZone)
  const details = [
    t(WORDS[kind]),
    ...(share.until === null ? [] : [isOver ? t('over') : t('until', { at: share.until })]),
    ...(share.created_by === null ? [] : [t('share_by', { by: share.created_by.title ?? '' })]),
  ]
  const end = async (): Promise<void> => {
    try {
      await tools.end.mutateAsync(share.id)
      const undo = async (): Promise<void> => tools.restore.mutateAsync(share.id)
      toast({ text: t('ended_share', { name }), undo })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  return (
    <li>
      <span className="pg-grow">
        {name} <small className="pg-muted">{details.join(' · ')}</small>
      </span>
      {share.part !== null && <PartTag part={share.part} />}
      <Tag color={share.access === 'write' ? 'gold' : 'default'}>{t(share.access)}</Tag>
      {maySharing && (
        <Button size="small" aria-label={t('end_one', { name })} onClick={() => void end()}>
          {t('end')}
        </Button>
      )}
    </li>
  )
}

type WhomProps = {
  readonly kind: Grantee
  readonly whom: LinkValue | null
  readonly error: string | undefined
  readonly onKind: (kind: Grantee) => void
  readonly onWhom: (whom: LinkValue | null) => void
}

/** With whom: first of what kind, then which one. */
function WhomFields({ kind, whom, error, onKind, onWhom }: WhomProps) {
  const t = usePhrases(accessPhrases)
  const { meta } = useRecordUi()
  const id = useId()
  const kinds = GRANTEES.filter((each) => meta.object(TARGETS[each]) !== undefined)
  return (
    <>
      <PlainField id={`${id}-kind`} label={t('with_kind')}>
        {(control) => (
          <Select<Grantee>
            {...control}
            value={kind}
            onChange={(next) => {
              onKind(next)
              onWhom(null)
            }}
            options={kinds.map((each) => ({ value: each, label: t(WORDS[each]) }))}
          />
        )}
      </PlainField>
      <PlainField id={id} label={t(WORDS[kind])} error={error}>
        {(control) => (
          <LinkSelect
            key={kind}
            control={{ ...control, 'aria-label': t(WORDS[kind]) }}
            target={TARGETS[kind]}
            value={whom}
            clearable
            onPick={onWhom}
          />
        )}
      </PlainField>
    </>
  )
}

function ShareForm({ tools }: { readonly tools: Tools }) {
  const t = usePhrases(accessPhrases)
  const [kind, setKind] = useState<Grantee>('employee')
  const [whom, setWhom] = useState<LinkValue | null>(null)
  const [access, setAccess] = useState<Access>('read')
  const [part, setPart] = useState<string | null>(null)
  const [until, setUntil] = useState<Json>(null)
  const problem = problemIn(tools.share.error)
  const error = problem?.errors?.find((each) => each.path === 'until')
  const required = useRequired({ whom: whom?.id ?? '' })
  const send = async (): Promise<void> => {
    if (!required.isComplete() || whom === null) return
    try {
      const { id } = await tools.share.mutateAsync({ kind, whom: whom.id, access, part, until: until === null ? null : textOf(until) })
      toast({ text: t('shared_now', { name: whom.title }), undo: () => tools.end.mutateAsync(id) })
      setWhom(null)
      setPart(null)
      setUntil(null)
    } catch (failed) {
      if (problemIn(failed)?.errors?.some((each) => each.path === 'until') !== true) toast({ text: failureText(failed), tone: 'error' })
    }
  }
  return (
    <form
      ref={required.form}
      className="pg-access__form"
      aria-label={t('add')}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <WhomFields kind={kind} whom={whom} error={required.errorOf('whom')} onKind={setKind} onWhom={setWhom} />
      <AccessField access={access} onChange={setAccess} />
      <PartSelect part={part} onChange={setPart} />
      <FieldRow field={UNTIL} value={until} error={error} onChange={setUntil} />
      <Button type="primary" htmlType="submit" loading={tools.share.isPending}>
        {t('do_share')}
      </Button>
    </form>
  )
}

function AccessField({ access, onChange }: { readonly access: Access; readonly onChange: (access: Access) => void }) {
  const t = usePhrases(accessPhrases)
  return (
    <PlainField id={useId()} label={t('access')}>
      {(control) => (
        <Select<Access>
          {...control}
          value={access}
          onChange={onChange}
          options={[
            { value: 'read', label: t('read') },
            { value: 'write', label: t('write') },
          ]}
        />
      )}
    </PlainField>
  )
}
