import { InboxOutlined } from '@ant-design/icons'
import type { WebModule } from '@perigon/record-ui'

/** Customer pools in the browser. */
export const poolsWeb: WebModule = {
  key: 'pools',
  label: { zh: '公海', en: 'Customer pools' },
  icon: InboxOutlined,
  order: 15,
}
