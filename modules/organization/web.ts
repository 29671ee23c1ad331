import {
  ApartmentOutlined,
  CalendarOutlined,
  ClusterOutlined,
  EyeOutlined,
  FileSearchOutlined,
  IdcardOutlined,
  LockOutlined,
  SafetyOutlined,
  ShopOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons'
import type { WebModule } from '@perigon/record-ui'
import { lazy } from 'react'

const Access = lazy(async () => ({ default: (await import('./record-share/web/access.drawer.tsx')).AccessDrawer }))
const Account = lazy(async () => ({ default: (await import('./sign-in/web/account.page.tsx')).AccountPage }))
const Organization = lazy(async () => ({ default: (await import('./department/web/organization.page.tsx')).OrganizationPage }))
const Roles = lazy(async () => ({ default: (await import('./role/web/roles.page.tsx')).RolesPage }))
const WorkCalendar = lazy(async () => ({ default: (await import('./work-calendar/web/work-calendar.page.tsx')).WorkCalendarPage }))
const Audit = lazy(async () => ({ default: (await import('./audit/web/audit.page.tsx')).AuditPage }))

const SignInPolicy = lazy(async () => ({ default: (await import('./sign-in-policy/web/sign-in-policy.page.tsx')).SignInPolicyPage }))

/** Sets up what a role asks for before anything else works. */
export const MustSetUp = lazy(async () => ({ default: (await import('./sign-in/web/must-set-up.tsx')).MustSetUp }))

/** Signs in with a passkey, on the sign-in page. */
export const PasskeyButton = lazy(async () => ({ default: (await import('./sign-in/web/passkey-button.tsx')).PasskeyButton }))

/** End push in this browser, before its person signs out and where it is another's: what is theirs is not shown to whoever comes next. */
export { endPushHere, endPushOfOthers } from './push-device/web/push-here.ts'

/** The organization in the browser: generic screens, and pages for one's account, roles and the log. */
export const organizationWeb: WebModule = {
  key: 'organization',
  label: { zh: '组织', en: 'Organization' },
  icon: ApartmentOutlined,
  order: 90,
  tools: [
    {
      key: 'access',
      label: { zh: '谁能看到', en: 'Who can see this' },
      icon: EyeOutlined,
      suits: (object) => object.navigable,
      Drawer: Access,
    },
  ],
  pages: [
    { path: '/account', label: { zh: '我的账号', en: 'My account' }, icon: UserOutlined, Page: Account, isInNavigation: false },
    {
      path: '/organization',
      label: { zh: '组织架构', en: 'Organization chart' },
      icon: ClusterOutlined,
      Page: Organization,
      isInNavigation: true,
      needs: 'department',
    },
    {
      path: '/roles-and-rights',
      label: { zh: '角色与权限', en: 'Roles and rights' },
      icon: SafetyOutlined,
      Page: Roles,
      isInNavigation: true,
      needs: 'role',
    },
    {
      path: '/sign-in-policy',
      label: { zh: '登录策略', en: 'Sign-in policy' },
      icon: LockOutlined,
      Page: SignInPolicy,
      isInNavigation: true,
      needs: 'role',
    },
    {
      path: '/work-calendar',
      label: { zh: '工作日历', en: 'Working days' },
      icon: CalendarOutlined,
      Page: WorkCalendar,
      isInNavigation: true,
      needs: 'calendar_day',
    },
    {
      path: '/audit',
      label: { zh: '审计日志', en: 'Audit log' },
      icon: FileSearchOutlined,
      Page: Audit,
      isInNavigation: true,
      needs: 'role',
    },
  ],
  objects: {
    department: { icon: ApartmentOutlined },
    employee: { icon: IdcardOutlined },
    user: { icon: TeamOutlined },
    partner: { icon: ShopOutlined },
  },
}
