import { ApartmentOutlined, IdcardOutlined, TeamOutlined } from '@ant-design/icons'
import type { WebModule } from '@perigon/record-ui'

/** The organization in the browser: generic screens are enough. */
export const organizationWeb: WebModule = {
  key: 'organization',
  label: { zh: '组织', en: 'Organization' },
  icon: ApartmentOutlined,
  order: 90,
  objects: { department: { icon: ApartmentOutlined }, employee: { icon: IdcardOutlined }, user: { icon: TeamOutlined } },
}
