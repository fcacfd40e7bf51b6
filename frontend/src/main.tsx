import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import { newQueryClient } from './api/queries'
import { CONFIG } from './session/config'
import { fetchAhead } from './views'
import { theme, variables } from './theme'

fetchAhead(window.location.pathname)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
const reactRoot = createRoot(root)
const configuration = newQueryClient()
// The first drawing waits for the configuration: it comes faster than a placeholder would be drawn. If it does
// not come, the page says so.
void configuration
  .query(CONFIG)
  .catch(() => undefined)
  .then(() =>
    reactRoot.render(
      <StrictMode>
        <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
          <Notifications position="bottom-right" />
          <App configuration={configuration} />
        </MantineProvider>
      </StrictMode>,
    ),
  )
