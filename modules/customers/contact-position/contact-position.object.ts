import { defineObject, f, label, type RecordOf } from '@perigon/define'

export const ContactPosition = defineObject('contact_position', {
  module: 'customers',
  path: 'contact-positions',
  label: { one: label('任职', 'Position held'), many: label('任职', 'Positions held') },
  title: 'name',
  access: 'owned',
  follows: ['customer'],
  fields: {
    name: f.text({ label: label('任职', 'Position held'), computed: true, max: 420 }),
    contact: f.link('contact', {
      label: label('联系人', 'Contact'),
      required: true,
      on_delete: 'cascade',
      reverse: { key: 'positions', label: label('任职', 'Positions held') },
    }),
    customer: f.link('customer', {
      label: label('客户', 'Customer'),
      required: true,
      reverse: { key: 'positions', label: label('任职', 'Positions held') },
    }),
    // `department` is the owner's department, which every owned record has; this is the one at the customer.
    department_name: f.text({
      label: label('客户方部门', 'Department at the customer'),
      max: 100,
      synonyms: ['department', 'dept', '部门'],
    }),
    title: f.text({ label: label('职务', 'Job title'), max: 100 }),
    reports_to: f.link('contact', {
      label: label('汇报对象', 'Reports to'),
      on_delete: 'clear',
      reverse: { key: 'reporting_positions', label: label('下属任职', 'Positions reporting') },
    }),
    start: f.date({ label: label('开始日期', 'Start') }),
    end: f.date({ label: label('结束日期', 'End') }),
    is_primary: f.boolean({ label: label('主要任职', 'Main position'), required: true, default: false }),
  },
  indexes: [['contact'], ['customer']],
  views: {
    list: ['contact', 'customer', 'department_name', 'title', 'reports_to', 'start', 'end', 'is_primary'],
    sort: ['-is_primary', '-start'],
    form: [
      {
        label: label('任职', 'Position held'),
        fields: ['contact', 'customer', 'department_name', 'title', 'reports_to', 'start', 'end', 'is_primary'],
      },
    ],
    quick: ['contact', 'customer', 'department_name', 'title', 'reports_to', 'start', 'end', 'is_primary'],
    highlights: ['contact', 'customer', 'title', 'is_primary'],
  },
  navigable: false,
})
export type ContactPosition = RecordOf<typeof ContactPosition>
