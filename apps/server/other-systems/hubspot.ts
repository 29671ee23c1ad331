import { firstOf, joinedBy, type Kind, type Preset } from './preset.ts'

const DEAL_KEY = ['deal_id', 'record id', 'deal id']
const text =
  (...names: readonly string[]) =>
  (line: (...names: readonly string[]) => string): string =>
    line(...names)

function joinOf(
  own: string,
  other: string,
  names: readonly string[],
): { readonly files: readonly string[]; readonly own: readonly string[]; readonly other: readonly string[] } {
  return { files: names, own: [own], other: [other] }
}

/** Everything HubSpot calls an engagement is a contact event here. */
function engagement(kind: string, type: string, fields: Kind['fields']): Kind {
  return {
    object: 'interaction',
    files: [`engagement_${kind}`],
    key: ['engagement_id', 'record id'],
    known: ['engagement_id', 'record id'],
    fields: { type: () => type, at: ['start_time', 'hs_timestamp', 'hs_createdate', 'activity date'], ...fields },
    links: {
      customer: { from: [], joined: joinOf('engagement_id', 'company_id', ['engagement_company']) },
      contact: { from: [], joined: joinOf('engagement_id', 'contact_id', ['engagement_contact']) },
      opportunity: { from: [], joined: joinOf('engagement_id', 'deal_id', ['engagement_deal']) },
    },
    owner: ['hubspot_owner_id'],
  }
}

/** HubSpot: files of its own export, or of a warehouse that copies its tables (`company_data`, columns `property_…`). */
export const hubspot: Preset = {
  source: 'hubspot',
  name: 'HubSpot',
  people: { files: ['owner', 'owners'], key: ['owner_id'], email: ['email'] },
  kinds: [
    {
      object: 'customer',
      files: ['company', 'companies'],
      key: ['id', 'record id', 'company id'],
      known: ['name', 'company name'],
      fields: {
        name: firstOf(text('name', 'company name'), text('domain', 'company domain name'), text('id', 'record id')),
        phone: ['phone', 'phone number'],
        website: ['website', 'website url', 'domain', 'company domain name'],
        address: joinedBy(
          ', ',
          ['address', 'street address'],
          ['address_2', 'street address 2'],
          ['city'],
          ['state'],
          ['zip', 'postal code'],
          ['country'],
        ),
        industry: ['industry'],
        employee_count: ['numberofemployees', 'number of employees'],
        annual_revenue: ['annualrevenue', 'annual revenue'],
        description: ['description'],
      },
      made: ['industry'],
      owner: ['hubspot_owner_id'],
    },
    {
      object: 'contact',
      files: ['contact', 'contacts'],
      key: ['id', 'record id', 'contact id'],
      known: ['email', 'firstname', 'lastname', 'first name', 'last name'],
      fields: {
        name: firstOf(joinedBy(' ', ['firstname', 'first name'], ['lastname', 'last name']), text('email'), text('id', 'record id')),
        email: ['email'],
        phone: ['phone', 'phone number'],
        mobile: ['mobilephone', 'mobile phone number'],
        title: ['jobtitle', 'job title'],
      },
      links: {
        customer: {
          from: ['associatedcompanyid', 'associated company ids (primary)', 'primary associated company id'],
          joined: joinOf('contact_id', 'company_id', ['contact_company', 'company_contact']),
        },
      },
      owner: ['hubspot_owner_id'],
    },
    {
      object: 'opportunity',
      files: ['deal', 'deals'],
      key: DEAL_KEY,
      known: ['dealname', 'deal name'],
      fields: {
        name: firstOf(text('dealname', 'deal name'), text(...DEAL_KEY)),
        external_no: DEAL_KEY,
        amount: ['amount'],
        expected_close: ['closedate', 'close date'],
        need: ['description', 'deal description'],
      },
      links: {
        customer: {
          from: ['associated company ids (primary)', 'primary associated company id'],
          joined: joinOf('deal_id', 'company_id', ['deal_company']),
        },
        contact: { from: [], joined: joinOf('deal_id', 'contact_id', ['deal_contact']) },
      },
      stage: {
        name: ['deal_pipeline_stage_id', 'dealstage', 'deal stage'],
        end: (line) => {
          const word = line('deal_pipeline_stage_id', 'dealstage', 'deal stage').toLowerCase()
          return /closed ?won/.test(word) ? 'won' : /closed ?lost/.test(word) ? 'lost' : 'open'
        },
      },
      stages: { files: ['deal_pipeline_stage'], key: ['stage_id'] },
      owner: ['owner_id', 'hubspot_owner_id'],
    },
    {
      object: 'task',
      files: ['engagement_task', 'tasks'],
      key: ['engagement_id', 'record id'],
      known: ['engagement_id', 'record id'],
      fields: {
        subject: firstOf(text('hs_task_subject', 'task title'), text('hs_task_type', 'task_type'), text('engagement_id', 'record id')),
        due_at: ['hs_timestamp', 'due date'],
        description: ['hs_task_body', 'hs_body_preview', 'notes'],
        state: (line) => (/^completed$/i.test(line('hs_task_status', 'task status')) ? 'done' : 'open'),
      },
      links: engagement('task', 'note', {}).links ?? {},
      owner: ['hubspot_owner_id'],
      needsPerson: 'assignee',
    },
    engagement('note', 'note', { body: ['hs_note_body', 'hs_body_preview', 'body'] }),
    engagement('call', 'call', { subject: ['hs_call_title'], body: ['hs_call_body', 'hs_body_preview'] }),
    engagement('meeting', 'meeting', { subject: ['hs_meeting_title', 'title'], body: ['hs_meeting_body', 'body'] }),
    engagement('email', 'email', { subject: ['hs_email_subject'], body: ['hs_email_text'] }),
  ],
  left: [
    { files: /^ticket/, why: { zh: '这里还没有服务请求对象', en: 'there are no service requests here yet' } },
    {
      files: /^email_|^contact_list|^form|form_submission/,
      why: { zh: '群发、名单和表单还没有对应对象', en: 'there are no mailings, lists and forms here yet' },
    },
    {
      files: /history$|^merged|merge_audit|^deal_stage$/,
      why: { zh: '变更历史不导入，只导入当前状态', en: 'past versions are left; what is true now is taken' },
    },
    {
      files: /^(team|role|owner_team|users?|property)/,
      why: { zh: '人员、角色和字段设置请在这里重新设定', en: 'people, roles and fields are set up anew here' },
    },
  ],
}
