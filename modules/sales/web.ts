import { FunnelPlotOutlined, RiseOutlined, TrophyOutlined } from '@ant-design/icons'
import type { WebModule } from '@perigon/record-ui'
import { lazy } from 'react'

const FunnelPage = lazy(async () => ({ default: (await import('./opportunity/web/funnel.page.tsx')).FunnelPage }))
const StagePath = lazy(async () => ({ default: (await import('./opportunity/web/stage-path.panel.tsx')).StagePathPanel }))
const MyOpportunities = lazy(async () => ({ default: (await import('./opportunity/web/my-opportunities.card.tsx')).MyOpportunitiesCard }))

const VERBS: { readonly [state: string]: readonly string[] } = {
  open: ['win', 'lose', 'suspend', 'cancel'],
  suspended: ['resume'],
  won: ['reopen'],
  lost: ['reopen'],
}

/** Sales in the browser: stage path, funnel, my open opportunities. */
export const salesWeb: WebModule = {
  key: 'sales',
  label: { zh: '销售', en: 'Sales' },
  icon: RiseOutlined,
  order: 20,
  objects: {
    opportunity: {
      icon: TrophyOutlined,
      Banner: StagePath,
      board: {
        usual: { field: 'state', op: 'not_in', value: ['suspended', 'cancelled'] },
        beside: { label: { zh: '挂起', en: 'Suspended' }, condition: { field: 'state', op: 'eq', value: 'suspended' } },
      },
      verbs: (record) => VERBS[typeof record['state'] === 'string' ? record['state'] : 'open'] ?? [],
    },
  },
  pages: [
    {
      path: '/funnel',
      label: { zh: '销售漏斗', en: 'Funnel' },
      icon: FunnelPlotOutlined,
      Page: FunnelPage,
      isInNavigation: true,
      needs: 'opportunity',
    },
  ],
  home: [{ key: 'my-opportunities', needs: 'opportunity', Card: MyOpportunities }],
}
