/** Island: a piece of our page in somebody else's, where neither sees the styles of the other. */
import { MantineProvider, type MantineColorSchemeManager } from '@mantine/core'
import { useLayoutEffect, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { theme, variables } from '../theme'

/** The styles of all that is embedded; the build puts them here. */
declare const EMBEDDED_STYLES: string

export type ColorScheme = 'light' | 'dark' | 'auto'

/** The host knows the colours; nothing of it is kept in its storage. */
const FORGETFUL: MantineColorSchemeManager = {
  get: given => given,
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
}

interface Props {
  readonly colorScheme: ColorScheme
  /** For a host whose Content-Security-Policy asks for one at `<style>`. */
  readonly nonce: string | undefined
  readonly children: ReactNode
}

export function Island({ colorScheme, nonce, children }: Props) {
  const [{ host, root }] = useState(newIsland)
  // Before the effects of what stands on it: a dialog is only shown in a document.
  useLayoutEffect(() => {
    document.body.append(host)
    return () => host.remove()
  }, [host])
  return createPortal(
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      {...(colorScheme === 'auto' ? {} : { forceColorScheme: colorScheme })}
      colorSchemeManager={FORGETFUL}
      cssVariablesSelector=".coursemill"
      getRootElement={() => root}
      {...(nonce === undefined ? {} : { getStyleNonce: () => nonce })}
    >
      {children}
    </MantineProvider>,
    root,
  )
}

function newIsland(): { host: HTMLElement; root: HTMLElement } {
  const host = document.createElement('coursemill-progress')
  const shadow = host.attachShadow({ mode: 'open' })
  // Not by <style>: a constructed sheet needs no exception from the host's Content-Security-Policy.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(EMBEDDED_STYLES)
  shadow.adoptedStyleSheets = [sheet]
  const root = document.createElement('div')
  root.className = 'coursemill'
  shadow.append(root)
  return { host, root }
}
