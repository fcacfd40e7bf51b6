/** Shell: what stands around every view. */
import { Anchor, AppShell, Box, Button, Group, Menu, Text } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { IconPlus, IconUser } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { NavLink, Link, Outlet, useLocation, useNavigate } from 'react-router'
import { Boundary } from '../components/Boundary'
import { Loading } from '../components/states'
import { useProgressDialog } from '../progress/useProgressDialog'
import { OPERATOR, useHasRole } from '../session/roles'
import { useSession } from '../session/session'
import { texts } from '../texts'
import { isOfBatchAt, isSeenAt, tellEnded } from './tellEnded'
import { Colors } from './Colors'
import { useFollowing } from './useFollowing'
import classes from './Shell.module.css'

const ProgressDialog = lazy(() =>
  import('../progress/ProgressDialog').then(module => ({ default: module.ProgressDialog })),
)

export function Shell() {
  const { online } = useNetwork()
  const here = useLocation()
  const { pathname } = here
  const navigate = useNavigate()
  const queries = useQueryClient()
  const following = useFollowing(job => {
    if (!isSeenAt(here, job) && !isOfBatchAt(here, job, queries)) tellEnded(job, to => void navigate(to))
  })
  return (
    <AppShell header={{ height: 56 }} padding="md">
      <a className={classes.skip} href="#content">
        {texts.common.skip}
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Navigation following={following} />
          <Group gap="xs" wrap="nowrap">
            <Colors />
            <Account />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <Box role="status" className={classes.offline} data-shown={!online || undefined}>
          {!online && texts.common.offline}
        </Box>
        <Suspense fallback={<Loading />}>
          <Boundary key={pathname.split('/', 2).join('/')}>
            <Outlet />
          </Boundary>
        </Suspense>
      </AppShell.Main>
      <JobInFront />
    </AppShell>
  )
}

/** Fetched with the first job that is looked at; then it stays, so that closing is seen too. */
function JobInFront() {
  const { jobId, close } = useProgressDialog()
  const [wasOpened, setWasOpened] = useState(false)
  if (jobId !== null && !wasOpened) setWasOpened(true)
  if (!wasOpened) return null
  return (
    <Suspense>
      <ProgressDialog jobId={jobId} onClose={close} />
    </Suspense>
  )
}

function Navigation({ following: { count, hasMore } }: { following: { count: number; hasMore: boolean } }) {
  const isOperator = useHasRole(OPERATOR)
  return (
    <Group component="nav" aria-label={texts.shell.navigation} gap="md" wrap="nowrap">
      {/* On a phone only the picture is left. */}
      <Anchor
        component={Link}
        to="/courses"
        className={classes.brand}
        underline="never"
        aria-label={texts.common.product}
      >
        <img src="/icon.svg" alt="" width={26} height={26} />
        <Text component="span" fw={700} visibleFrom="xs">
          {texts.common.product}
        </Text>
      </Anchor>
      <NavLink to="/courses" className={classes.link ?? ''}>
        {texts.shell.library}
      </NavLink>
      <NavLink to="/queue" className={classes.link ?? ''}>
        {texts.shell.queue}
        {count > 0 && (
          <span className={classes.count} role="img" aria-label={texts.shell.activeLabel(count)}>
            {texts.shell.active(count, hasMore)}
          </span>
        )}
      </NavLink>
      {isOperator && (
        <Box component={NavLink} to="/operations" className={classes.link ?? ''} visibleFrom="sm">
          {texts.shell.operations}
        </Box>
      )}
      <Button
        component={Link}
        to="/new"
        size="xs"
        px="xs"
        aria-label={texts.shell.create}
        className={classes.create ?? ''}
      >
        <IconPlus size={16} aria-hidden />
        {/* On a phone there is no room for all of it. */}
        <Text span inherit ml={6} visibleFrom="xs">
          {texts.shell.create}
        </Text>
      </Button>
    </Group>
  )
}

function Account() {
  const session = useSession()
  const isOperator = useHasRole(OPERATOR)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconUser size={16} aria-hidden />}
          aria-label={`${texts.session.menu}: ${session.name}`}
        >
          <Text span size="sm" maw={120} truncate visibleFrom="xs">
            {session.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {/* On a phone there is no room for it beside the others. */}
        {isOperator && (
          <Menu.Item component={Link} to="/operations" hiddenFrom="sm">
            {texts.shell.operations}
          </Menu.Item>
        )}
        <Menu.Item component={Link} to="/figures">
          {texts.shell.figures}
        </Menu.Item>
        <Menu.Item component={Link} to="/settings">
          {texts.shell.settings}
        </Menu.Item>
        <Menu.Item onClick={session.signOut}>{texts.session.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
