import 'antd/dist/reset.css'
import { applyTheme, currentLocale, setLocale } from '@perigon/ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import './shell/shell.css'

applyTheme()
setLocale(currentLocale())

const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
