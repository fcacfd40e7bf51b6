/** OpenShell: what stands around a view that anybody may see: nothing that needs a sign-in. */
import { AppShell, Group, Text } from '@mantine/core'
import { Suspense, type ReactNode } from 'react'
import { Boundary, HasLibraryContext } from '../components/Boundary'
import { Loading } from '../components/states'
import { texts } from '../texts'
import { Colors } from './Colors'
import classes from './Shell.module.css'

export function OpenShell({ children }: { children: ReactNode }) {
  return (
    <AppShell header={{ height: 56 }} padding="md">
      <a className={classes.skip} href="#content">
        {texts.common.skip}
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <span className={classes.brand}>
            <img src="/icon.svg" alt="" width={26} height={26} />
            <Text component="span" fw={700}>
              {texts.common.product}
            </Text>
          </span>
          <Colors />
        </Group>
      </AppShell.Header>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <HasLibraryContext value={false}>
          <Suspense fallback={<Loading />}>
            <Boundary>{children}</Boundary>
          </Suspense>
        </HasLibraryContext>
      </AppShell.Main>
    </AppShell>
  )
}
