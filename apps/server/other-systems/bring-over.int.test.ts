import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@perigon/contracts'
import { systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { modules } from '../modules.ts'
import { bringOver, type BringOver, type BringOverReport } from './bring-over.ts'
import { hubspot } from './hubspot.ts'
import type { Preset } from './preset.ts'
import { salesforce } from './salesforce.ts'
import { zendesk } from './zendesk.ts'

const actor = systemActor('bring over')
const GIVEN = new URL('../../../../shared/data/crm_exports', import.meta.url).pathname

let house: House
beforeAll(async () => {
  house = await openHouse(modules)
  await house.kernel.write(
    actor,
    [{ object: 'employee', op: 'create', id: newId(), patch: { name: '接收人', email: 'owner@example.com' } }],
    { cause: { kind: 'seed' } },
  )
})
afterAll(() => house.close())

function bring(preset: Preset, path: string, more: Partial<BringOver> = {}): Promise<BringOverReport> {
  return bringOver(house.kernel, {
    preset,
    path,
    actor,
    dryRun: false,
    withDeleted: false,
    matchNames: false,
    owner: 'owner@example.com',
    process: 'Simple pipeline',
    ...more,
  })
}

/** `file: read → new/update/skip/fail` */
function told(report: BringOverReport): readonly string[] {
  return report.files.map(
    ({ file, read, job: { counts } }) => `${file}: ${read} → ${counts.new}/${counts.update}/${counts.skip}/${counts.fail}`,
  )
}

async function rows(sql: string): Promise<readonly unknown[]> {
  return house.kernel.db.query(sql)
}

function folder(files: { readonly [name: string]: readonly string[] }): string {
  const path = mkdtempSync(join(tmpdir(), 'perigon-other-'))
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(path, name), `${lines.join('\n')}\n`)
  return path
}

describe('an export of Salesforce with the names of its own data export', () => {
  const path = folder({
    'Account.csv': [
      'Id,IsDeleted,Name,ParentId,BillingStreet,BillingCity,Industry,Phone,OwnerId',
      '001A,false,Daughter,001B,1 Road,Boston,Machines,+12025550101,005A',
      '001B,false,Mother,,2 Road,Boston,Machines,no number,',
      '001a,false,Daughter,,,,,,',
      '001D,true,Gone,,,,,,',
    ],
    'Contact.csv': ['Id,AccountId,FirstName,LastName,Email,MailingCity', '003A,001A,Jo,Doe,jo@example.com,', '003B,001X,Al,Lost,,'],
    'Opportunity.csv': [
      'Id,AccountId,Name,StageName,Amount,CloseDate,IsClosed,IsWon',
      '006A,001a,Machine,Closed Won,1200.50,2026-01-05,true,true',
      '006B,001B,Spare part,Engaging,,2026-02-05,false,false',
    ],
    'Task.csv': ['Id,WhoId,WhatId,Subject,ActivityDate,IsClosed,OwnerId', '00TA,003A,006A,Call back,2026-03-01,false,005A'],
    'Lead.csv': ['Id,Name', '00QA,Somebody'],
    'User.csv': ['Id,Email', '005A,OWNER@example.com'],
  })

  it('comes in with its links, capitals in ids told apart, parents tied, and what has no place is said', async () => {
    const checked = await bring(salesforce, path, { dryRun: true })
    expect(told(checked)[0]).toBe('Account.csv: 4 → 3/0/0/0')
    expect(await rows('select 1 from customer')).toEqual([])
    const report = await bring(salesforce, path)
    expect(told(report)).toEqual([
      'Account.csv: 4 → 3/0/0/0',
      'Account.csv: 1 → 0/1/0/0',
      'Contact.csv: 2 → 2/0/0/0',
      'Opportunity.csv: 2 → 2/0/0/0',
      'Task.csv: 1 → 1/0/0/0',
    ])
    expect(report.files[0]?.passed).toEqual({ deleted: 1, other: 0, nobody: 0 })
    expect(report.files[0]?.job.counts.blanked).toBe(1)
    expect(report.files[2]?.links).toEqual({ customer: { asked: 2, found: 1 } })
    expect(report.left.map(({ name, why }) => [name, why.en])).toEqual([
      ['Lead.csv', 'there are no leads here yet'],
      ['User.csv', 'used to tie the other files together'],
    ])
    expect(
      await rows(
        `select c.name, p.name as parent, i.name as industry, e.name as owner from customer c left join customer p on p.id = c.parent left join industry i on i.id = c.industry left join employee e on e.id = c.owner order by c.name, parent`,
      ),
    ).toEqual([
      { name: 'Daughter', parent: 'Mother', industry: 'Machines', owner: '接收人' },
      { name: 'Daughter', parent: null, industry: null, owner: '接收人' },
      { name: 'Mother', parent: null, industry: 'Machines', owner: '接收人' },
    ])
    expect(
      await rows(
        `select o.name, o.state, s.name as stage, c.name as customer, c.parent is null as orphan from opportunity o join sales_stage s on s.id = o.stage join customer c on c.id = o.customer order by o.name`,
      ),
    ).toEqual([
      { name: 'Machine', state: 'won', stage: 'Won', customer: 'Daughter', orphan: true },
      { name: 'Spare part', state: 'open', stage: 'Engaging', customer: 'Mother', orphan: true },
    ])
    expect(
      await rows(
        `select t.subject, c.name as contact, o.name as opportunity from task t join contact c on c.id = t.contact join opportunity o on o.id = t.opportunity`,
      ),
    ).toEqual([{ subject: 'Call back', contact: 'Jo Doe', opportunity: 'Machine' }])
  })

  it('a second time makes nothing twice', async () => {
    const report = await bring(salesforce, path)
    expect(report.files.map(({ job }) => [job.counts.new, job.counts.fail])).toEqual(report.files.map(() => [0, 0]))
    expect(await rows('select count(*)::int as n from customer')).toEqual([{ n: 3 }])
  })
})

describe('an export of HubSpot, its pairs of ids in files of their own', () => {
  const path = folder({
    'company_data.csv': ['id,is_deleted,property_name,property_domain', '11,false,Acme,acme.example'],
    'contact_data.csv': ['id,property_email,property_firstname,property_lastname', '21,kim@acme.example,Kim,Lee'],
    'hubspot-crm-exports-all-deals-2026-01-01.csv': ['Record ID,Deal Name,Deal Stage,Amount,Close Date', '31,Lathe,s7,500,2026-04-01'],
    'deal_pipeline_stage_data.csv': ['stage_id,label,closed_won,is_closed', 's7,Contract lost,false,true'],
    'deal_company_data.csv': ['deal_id,company_id', '31,11'],
    'deal_contact_data.csv': ['deal_id,contact_id', '31,21'],
    'engagement_note_data.csv': ['engagement_id,property_hs_note_body,property_hs_timestamp', '41,Called twice,2026-02-01 08:00:00'],
    'engagement_contact_data.csv': ['engagement_id,contact_id', '41,21'],
    'ticket_data.csv': ['id,property_subject', '51,Broken'],
  })

  it('ties deals and notes to companies and people, and takes the end of a deal from the table of stages', async () => {
    const report = await bring(hubspot, path)
    expect(told(report).map((line) => line.split(': ')[1])).toEqual(Array.from({ length: 4 }, () => '1 → 1/0/0/0'))
    expect(
      await rows(
        `select o.name, o.state, c.name as customer, p.name as contact from opportunity o join customer c on c.id = o.customer join contact p on p.id = o.contact`,
      ),
    ).toContainEqual({ name: 'Lathe', state: 'lost', customer: 'Acme', contact: 'Kim Lee' })
    expect(await rows(`select i.type, i.body, p.name as contact from interaction i join contact p on p.id = i.contact`)).toEqual([
      { type: 'note', body: 'Called twice', contact: 'Kim Lee' },
    ])
    expect(report.left.find(({ name }) => name === 'ticket_data.csv')?.why.en).toBe('there are no service requests here yet')
  })

  it('makes anew what was deleted here, and nothing else', async () => {
    const again = await bring(hubspot, path)
    expect(again.files.map(({ job }) => job.counts.new)).toEqual([0, 0, 0, 0])
    await rows(`update customer set deleted_at = now() where name = 'Acme'`)
    expect((await bring(hubspot, path)).files.map(({ job }) => job.counts.new)).toEqual([1, 0, 0, 0])
  })
})

const given = existsSync(GIVEN)
if (!given) process.stdout.write('skipped: ../shared/data/crm_exports is absent\n')

describe.skipIf(!given)('the exports that were given', () => {
  beforeEach(async () => {
    await house.kernel.db.query('truncate customer, contact, opportunity, task, interaction, external_key cascade')
  })

  // Counted in the files by other means. In these samples no id of one file stands in another, so no link can be found.
  it('HubSpot: companies, contacts, deals and engagements, as many as there are', async () => {
    const report = await bring(hubspot, join(GIVEN, 'hubspot'))
    expect(told(report)).toEqual([
      'company_data.csv: 24 → 24/0/0/0',
      'contact_data.csv: 22 → 22/0/0/0',
      'deal_data.csv: 44 → 44/0/0/0',
      'engagement_task_data.csv: 2 → 2/0/0/0',
      'engagement_note_data.csv: 1 → 1/0/0/0',
      'engagement_call_data.csv: 1 → 1/0/0/0',
      'engagement_meeting_data.csv: 100 → 100/0/0/0',
      'engagement_email_data.csv: 1 → 1/0/0/0',
    ])
    expect(report.files.flatMap(({ job }) => job.state)).toEqual(report.files.map(() => 'done'))
    expect(await counts()).toEqual({ customer: 24, contact: 22, opportunity: 44, task: 2, interaction: 103 })
    await again(hubspot, 'hubspot')
    expect(await counts()).toEqual({ customer: 24, contact: 22, opportunity: 44, task: 2, interaction: 103 })
  }, 60_000)

  it('Salesforce: what was not deleted there, and all when asked', async () => {
    const living = await bring(salesforce, join(GIVEN, 'salesforce'))
    expect(told(living).slice(0, 1)).toEqual(['sf_account_data.csv: 10 → 1/0/0/0'])
    const report = await bring(salesforce, join(GIVEN, 'salesforce'), { withDeleted: true })
    expect(told(report)[0]).toMatch(/^sf_account_data.csv: 10 → 9\//)
    expect(report.files[1]?.links['customer']).toEqual({ asked: 3, found: 0 })
    expect(await counts()).toEqual({ customer: 10, contact: 4, opportunity: 10, task: 10, interaction: 10 })
    await again(salesforce, 'salesforce')
    expect(await counts()).toEqual({ customer: 10, contact: 4, opportunity: 10, task: 10, interaction: 10 })
  }, 60_000)

  it('Zendesk: organizations and the people who ask, without the agents', async () => {
    const report = await bring(zendesk, join(GIVEN, 'zendesk'))
    expect(told(report)).toEqual(['organization_data.csv: 10 → 10/0/0/0', 'user_data.csv: 10 → 9/0/0/0'])
    expect(report.files[1]).toMatchObject({ passed: { other: 1 }, links: { customer: { asked: 7, found: 0 } } })
    await again(zendesk, 'zendesk')
    expect(await counts()).toMatchObject({ customer: 10, contact: 9 })
  }, 60_000)
})

async function counts(): Promise<unknown> {
  const parts = ['customer', 'contact', 'opportunity', 'task', 'interaction'].map(
    (table) => `(select count(*)::int from ${table}) as ${table}`,
  )
  return (await rows(`select ${parts.join(', ')}`))[0]
}

async function again(preset: Preset, name: string): Promise<void> {
  const report = await bring(preset, join(GIVEN, name), { withDeleted: true })
  expect(report.files.reduce((sum, { job }) => sum + job.counts.new + job.counts.fail, 0)).toBe(0)
}
