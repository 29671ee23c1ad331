import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const Contact = defineObject('contact', {
  module: 'customers',
  path: 'contacts',
  label: { one: label('联系人', 'Contact'), many: label('联系人', 'Contacts') },
  title: 'name',
  access: 'owned',
  follows: ['customer'],
  fields: {
    name: f.text({
      card: 'name',
      label: label('姓名', 'Name'),
      required: true,
      max: 100,
      search: true,
      synonyms: ['contact', 'contact_name', 'full_name', '联系人姓名', '联系人'],
    }),
    customer: f.link('customer', {
      card: 'organization',
      label: label('所属客户', 'Customer'),
      help: label('主要任职单位', 'Main employer'),
      reverse: { key: 'contacts', label: label('联系人', 'Contacts') },
      synonyms: ['account', 'company', 'organization', '公司', '单位', '客户名称'],
    }),
    title: f.text({ card: 'job_title', label: label('职务', 'Job title'), max: 100, synonyms: ['job_title', '职位', '头衔'] }),
    gender: f.select(
      [
        option('m', '男', 'Male', { synonyms: ['先生'] }),
        option('f', '女', 'Female', { synonyms: ['女士'] }),
        option('u', '未知', 'Unknown', { blank: true }),
      ],
      {
        label: label('性别', 'Gender'),
        default: 'u',
      },
    ),
    salutation: f.text({ label: label('称呼', 'Salutation'), max: 40 }),
    birthday: f.date({ card: 'birthday', anniversary: true, label: label('生日', 'Birthday') }),
    mobile: f.phone({
      card: 'mobile',
      label: label('手机', 'Mobile'),
      search: true,
      synonyms: ['mobile_phone', 'cell', '手机号', '手机号码', '移动电话'],
    }),
    phone: f.phone({ card: 'phone', label: label('电话', 'Phone'), search: true, synonyms: ['tel', 'telephone', '座机', '办公电话'] }),
    email: f.email({ card: 'email', label: label('邮箱', 'E-mail'), search: true, synonyms: ['mail', '电子邮件'] }),
    fax: f.phone({ card: 'fax', label: label('传真', 'Fax') }),
    wechat: f.text({ label: label('微信号', 'WeChat'), max: 60, search: true }),
    level: f.select(
      [
        option('executive', '高层', 'Executive', { color: 'purple' }),
        option('middle', '中层', 'Middle management', { color: 'blue' }),
        option('operational', '操作层', 'Operational', { color: 'default' }),
      ],
      { label: label('层级', 'Level'), internal: true },
    ),
    preferred_channel: f.select(
      [
        option('phone', '电话', 'Phone'),
        option('wechat', '微信', 'WeChat'),
        option('sms', '短信', 'SMS'),
        option('email', '邮件', 'E-mail'),
        option('visit', '拜访', 'Visit'),
      ],
      { label: label('偏好联系方式', 'Preferred channel') },
    ),
    language: f.select([option('zh-CN', '中文', 'Chinese'), option('en-US', '英文', 'English'), option('other', '其他', 'Other')], {
      label: label('语言', 'Language'),
      default: 'zh-CN',
    }),
    tags: f.tags({ label: label('标签', 'Tags'), synonyms: ['label', 'labels', '联系人标签'] }),
    last_contact_at: f.datetime({ label: label('最近联系时间', 'Last contact'), computed: true }),
    status: f.select(
      [
        option('active', '有效', 'Active', { color: 'green' }),
        option('left', '已离职', 'Left', { color: 'gold' }),
        option('invalid', '失效', 'Invalid', { color: 'default' }),
      ],
      { label: label('状态', 'Status'), required: true, default: 'active' },
    ),
    description: f.long_text({ card: 'note', label: label('备注', 'Notes') }),
  },
  indexes: [['customer'], ['mobile'], ['email']],
  views: {
    list: ['name', 'customer', 'title', 'mobile', 'email', 'level', 'owner', 'updated_at'],
    sort: ['-updated_at'],
    form: [
      { label: label('基本信息', 'General'), fields: ['name', 'customer', 'title', 'level', 'gender', 'salutation', 'birthday', 'owner'] },
      {
        label: label('联系方式', 'Contact details'),
        fields: ['mobile', 'phone', 'email', 'wechat', 'fax', 'preferred_channel', 'language'],
      },
      { label: label('其他', 'More'), fields: ['tags', 'status', 'description'] },
    ],
    quick: ['name', 'customer', 'title', 'mobile', 'email', 'wechat', 'level', 'owner'],
    highlights: ['customer', 'title', 'mobile', 'email', 'owner'],
    related: ['positions', 'opportunities', 'interactions', 'tasks'],
  },
  navigable: true,
})
export type Contact = RecordOf<typeof Contact>
