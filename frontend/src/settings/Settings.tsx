/** Settings: what a person chooses and owns beside what is made. */
import { Container, Group, Stack, Title } from '@mantine/core'
import { Navigate, NavLink, Route, Routes } from 'react-router'
import { settings as t } from '../texts/settings'
import { YourData } from './data/YourData'
import classes from './settings.module.css'

const PARTS = [{ path: 'data', title: t.data.title, Part: YourData }] as const

export default function Settings() {
  return (
    <Container size="md" px={0} pb="xl">
      <Stack gap="lg">
        <Title order={1}>{t.title}</Title>
        <Group component="nav" gap="md" aria-label={t.parts}>
          {PARTS.map(({ path, title }) => (
            <NavLink key={path} to={`/settings/${path}`} className={classes.part ?? ''}>
              {title}
            </NavLink>
          ))}
        </Group>
        <Routes>
          {PARTS.map(({ path, Part }) => (
            <Route key={path} path={path} element={<Part />} />
          ))}
          <Route path="*" element={<Navigate to={`/settings/${PARTS[0].path}`} replace />} />
        </Routes>
      </Stack>
    </Container>
  )
}
