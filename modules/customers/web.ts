import { BankOutlined, ContactsOutlined, TeamOutlined } from '@ant-design/icons'
import type { WebModule } from '@perigon/record-ui'

/** Customers and contacts in the browser. */
export const customersWeb: WebModule = {
  key: 'customers',
  label: { zh: '客户', en: 'Customers' },
  icon: TeamOutlined,
  order: 10,
  objects: { customer: { icon: BankOutlined }, contact: { icon: ContactsOutlined } },
}
