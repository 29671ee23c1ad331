import './theme.css'
import { ConfigProvider, theme as antdTheme } from 'antd'
import type { ReactNode } from 'react'
import { useLocale } from '../i18n/i18n.ts'
import { usePhone } from '../keyboard/media.ts'
import { antdLocale } from './antd-locale.unsafe.ts'
import { useDark } from './appearance.ts'
import { quietIcons } from './quiet-icons.tsx'

const common = {
  // By language, as the style sheet has it.
  fontFamily: 'var(--pg-font)',
  borderRadius: 6,
  borderRadiusLG: 8,
  motionDurationMid: '0.12s',
  motionDurationSlow: '0.18s',
  controlOutlineWidth: 2,
}

const light = {
  ...common,
  colorPrimary: '#0b57d0',
  colorLink: '#0b57d0',
  colorText: '#1f2329',
  colorTextPlaceholder: 'rgba(0,0,0,.60)',
  colorTextDescription: 'rgba(0,0,0,.65)',
  colorTextTertiary: 'rgba(0,0,0,.65)',
  colorTextQuaternary: 'rgba(0,0,0,.58)',
  colorError: '#c5221f',
  colorBorder: '#c9ced6',
  colorBgLayout: '#f4f5f7',
}

const dark = {
  ...common,
  colorPrimary: '#3c89e8',
  colorLink: '#7db3f7',
  colorTextPlaceholder: 'rgba(255,255,255,.60)',
  colorTextDescription: 'rgba(255,255,255,.65)',
  colorTextTertiary: 'rgba(255,255,255,.65)',
  colorTextQuaternary: 'rgba(255,255,255,.58)',
  colorErrorText: '#ff8a84',
  colorBgLayout: '#131417',
  colorBgContainer: '#1b1d21',
  colorBgElevated: '#25282d',
  colorBorder: '#454a52',
}

// Not the body itself: there the scroll lock of drawers writes a style element without our nonce, and our pages do not scroll the body.
function overlayHome(): HTMLElement {
  return document.getElementById('overlays') ?? document.body
}

/** Gives antd our colours (which pass WCAG AA in both themes), language, and the page's CSP nonce. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const isDark = useDark()
  const locale = useLocale()
  const isPhone = usePhone()
  const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''
  return (
    <ConfigProvider
      csp={{ nonce }}
      locale={antdLocale(locale)}
      componentSize={isPhone ? 'large' : 'middle'}
      getPopupContainer={overlayHome}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
      {...quietIcons}
      theme={{
        algorithm: isDark ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
        // A thumb does not hit a button of 24 px.
        token: { ...(isDark ? dark : light), ...(isPhone ? { controlHeightSM: 32 } : {}) },
        components: {
          Button: {
            primaryShadow: 'none',
            defaultShadow: 'none',
            dangerShadow: 'none',
            ...(isDark
              ? {
                  colorPrimary: '#1668dc',
                  colorPrimaryHover: '#1a6fe6',
                  colorError: '#ff8a84',
                  colorErrorHover: '#ffa39e',
                  dangerColor: '#2a0f0e',
                }
              : {}),
          },
          Segmented: { itemSelectedBg: isDark ? '#3a3f47' : '#ffffff' },
        },
      }}
    >
      {children}
    </ConfigProvider>
  )
}
