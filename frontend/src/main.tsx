import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, isOpen, OpenApp } from './App'
import { newQueryClient } from './api/queries'
import { CONFIG } from './session/config'
import './shell/pops'
import { fetchAhead } from './views'
import { theme, variables } from './theme'

fetchAhead(window.location.pathname)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
const reactRoot = createRoot(root)
const queries = newQueryClient()
const draw = (app: ReactNode) =>
  reactRoot.render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
        <Notifications position="bottom-right" />
        {app}
      </MantineProvider>
    </StrictMode>,
  )
if (isOpen(window.location.pathname)) draw(<OpenApp queries={queries} />)
// The first drawing waits for the configuration: it comes faster than a placeholder would be drawn. If it does
// not come, the page says so.
else {
  void queries
    .query(CONFIG)
    .catch(() => undefined)
    .then(() => draw(<App configuration={queries} />))
}
