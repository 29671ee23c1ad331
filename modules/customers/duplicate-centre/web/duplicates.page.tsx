import type { ObjectMeta } from '@perigon/contracts'
import { Failure, fieldOf, GoLink, useRecordUi, useTitle } from '@perigon/record-ui'
import { EmptyState, formatNumber, Skeleton, useLabel, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import { GROUP_STATES, type Group, type Status, useGroups, useScanAct, useScans } from './centre.queries.ts'
import { centrePhrases } from './centre-phrases.ts'
import { GroupBrowser } from './group-browser.tsx'
import { MergeAll } from './merge-all.tsx'
import { ScanBar } from './scan-bar.tsx'
import { type CentreAddress, useCentreAddress } from './use-centre-address.ts'
import './centre.css'

const SCORES = [70, 90, 95]
const COMPARED = ['name', 'credit_code', 'mobile', 'phone', 'email', 'wechat', 'website']
/** How long undoing a merge is watched for, the relay being some moments behind. */
const WATCHED_MS = 30_000

/** What may be the same in the whole base: found by a scan, judged side by side, merged or told apart. */
export function DuplicatesPage() {
  const t = usePhrases(centrePhrases)
  useTitle(t('title'))
  const { meta } = useRecordUi()
  const scans = useScans()
  const [address, change] = useCentreAddress()
  const rules = meta.object('duplicate_rule')
  const statuses = scans.data?.data ?? []
  const status = statuses.find((each) => each.object === address.object) ?? statuses[0]
  const object = meta.object(status?.object ?? '')
  const manages = scans.data?.manages === true
  // On a phone a group has the page to itself.
  const isAlone = usePhone() && address.group !== null
  return (
    <div className="pg-page pg-centre">
      <header className="pg-centre__head">
        <h1>{t('title')}</h1>
        {rules?.can.update === true && <GoLink href={`/${rules.path}`}>{t('rules')}</GoLink>}
      </header>
      {!isAlone && <p className="pg-muted pg-centre__hint">{t('hint')}</p>}
      {scans.error !== null && <Failure error={scans.error} onRetry={() => void scans.refetch()} />}
      {scans.data === undefined && scans.error === null && <Skeleton shape="lines" rows={8} />}
      {status !== undefined && object !== undefined && (
        <>
          {!isAlone && <ScanBar status={status} manages={manages} />}
          {!isAlone && <Choices object={object} statuses={statuses} address={address} change={change} />}
          <Found key={`${object.key} ${address.state}`} object={object} status={status} view={{ address, change, manages }} />
        </>
      )}
    </div>
  )
}

type Change = (part: Partial<CentreAddress>) => void
type ChoicesProps = {
  readonly object: ObjectMeta
  readonly statuses: readonly Status[]
  readonly address: CentreAddress
  readonly change: Change
}

function Choices({ object, statuses, address, change }: ChoicesProps) {
  const t = usePhrases(centrePhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const fields = COMPARED.flatMap((key) => {
    const field = fieldOf(object, key)
    return field === undefined || field.masked === true ? [] : [field]
  })
  return (
    <div className="pg-centre__choices">
      {statuses.length > 1 && (
        <Segmented
          aria-label={t('which')}
          value={object.key}
          options={statuses.map((each) => ({
            value: each.object,
            label: label(meta.object(each.object)?.label.many ?? object.label.many),
          }))}
          onChange={(key) => change({ object: key, field: null, group: null })}
        />
      )}
      <Segmented
        aria-label={t('state')}
        value={address.state}
        options={GROUP_STATES.map((each) => ({ value: each, label: t(each) }))}
        onChange={(state) => change({ state, group: null })}
      />
      <Select
        aria-label={t('reason')}
        value={address.field ?? ''}
        options={[{ value: '', label: t('any_reason') }, ...fields.map((field) => ({ value: field.key, label: label(field.label) }))]}
        onChange={(field: string) => change({ field: field === '' ? null : field, group: null })}
      />
      <Select
        aria-label={t('score')}
        value={address.least}
        options={[{ value: 0, label: t('any_score') }, ...SCORES.map((n) => ({ value: n, label: t('from_score', { n }) }))]}
        onChange={(least: number) => change({ least, group: null })}
      />
      {address.state === 'open' && <MergeAll object={object} field={address.field} />}
    </div>
  )
}

type FoundProps = {
  readonly object: ObjectMeta
  readonly status: Status
  readonly view: { readonly address: CentreAddress; readonly change: Change; readonly manages: boolean }
}

function Found({ object, status, view }: FoundProps) {
  const t = usePhrases(centrePhrases)
  const locale = useLocale()
  const { address, change } = view
  const [isWatched, setWatched] = useState(false)
  const watch = () => {
    setWatched(true)
    setTimeout(() => setWatched(false), WATCHED_MS)
  }
  const { group: _group, ...choice } = address
  const pages = useGroups({ ...choice, object: object.key }, status.found_at, isWatched)
  const groups: readonly Group[] = pages.data?.pages.flatMap((page) => page.data) ?? []
  if (pages.error !== null && groups.length === 0) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />
  if (pages.data === undefined) return <Skeleton shape="lines" rows={8} />
  if (groups.length === 0) return <Nothing status={status} view={view} />
  const count = pages.data.pages[0]?.count ?? groups.length
  return (
    <GroupBrowser
      object={object}
      groups={groups}
      picked={address.group}
      onPick={(group) => change({ group })}
      onMerged={watch}
      foot={
        <>
          <span className="pg-muted">{t('n_groups', { n: count >= 1000 ? '1,000+' : formatNumber(count, locale) })}</span>
          {pages.hasNextPage && (
            <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              {t('more')}
            </Button>
          )}
        </>
      }
    />
  )
}

function Nothing({ status, view }: Omit<FoundProps, 'object'>) {
  const t = usePhrases(centrePhrases)
  const scan = useScanAct('scans')
  const { address, change, manages } = view
  const isRunning = status.latest?.state === 'running'
  if (address.least > 0 || address.field !== null)
    return (
      <EmptyState
        kind="result"
        title={t('no_match')}
        hint={t('no_match_hint')}
        actions={<Button onClick={() => change({ least: 0, field: null })}>{t('clear')}</Button>}
      />
    )
  if (address.state !== 'open') return <EmptyState kind="first" title={t('none_closed')} hint={t('none_closed_hint')} />
  if (status.found_at !== null) return <EmptyState kind="first" title={t('none')} hint={t('none_hint')} />
  if (isRunning) return <EmptyState kind="first" title={t('running_plain')} hint={t('never_admin')} />
  return (
    <EmptyState
      kind="first"
      title={t('never')}
      hint={t(manages ? 'never_admin' : 'never_other')}
      actions={
        manages && (
          <Button type="primary" loading={scan.isPending} onClick={() => scan.mutate(status.object)}>
            {t('scan')}
          </Button>
        )
      }
    />
  )
}
