/** Sign-in of the local stack, whose `/dev/token` vouches for anybody. */
import { Button, Group, Stack, TextInput, Title, Text } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useMemo, useState, type ReactNode } from 'react'
import { Unreachable } from '../api/errors'
import type { TokenSource } from '../api/transport'
import { texts } from '../texts'
import { Narrow } from '../shell/Narrow'
import { OPERATOR } from './roles'
import { SessionContext, type Session } from './session'

/** The last one has the role of the same name. */
const OTHERS = ['ada', 'grace', 'linus', OPERATOR]

export function LocalSignIn({ defaultUser, children }: { defaultUser: string; children: ReactNode }) {
  // '' stands for signed out: a fresh browser signs in as the user of `make run` by itself.
  const [user, setUser] = useLocalStorage({
    key: 'coursemill.user',
    defaultValue: defaultUser,
    getInitialValueInEffect: false,
  })
  const session = useMemo<Session>(
    () => ({ owner: user, name: user, token: localTokens(user), signOut: () => setUser('') }),
    [user, setUser],
  )
  if (user === '') return <ChooseUser users={[defaultUser, ...OTHERS]} choose={setUser} />
  return <SessionContext value={session}>{children}</SessionContext>
}

function ChooseUser({ users, choose }: { users: string[]; choose: (user: string) => void }) {
  const [name, setName] = useState('')
  return (
    <Narrow>
      <Stack>
        <Title order={1}>{texts.session.title}</Title>
        <Text c="dimmed">{texts.session.local}</Text>
        <Group>
          {users.map(user => (
            <Button key={user} variant="default" onClick={() => choose(user)}>
              {user}
            </Button>
          ))}
        </Group>
        <form
          onSubmit={event => {
            event.preventDefault()
            if (name.trim()) choose(name.trim())
          }}
        >
          <Group align="end">
            <TextInput
              label={texts.session.other}
              value={name}
              maxLength={255}
              onChange={event => setName(event.currentTarget.value)}
            />
            <Button type="submit" disabled={!name.trim()}>
              {texts.session.signIn}
            </Button>
          </Group>
        </form>
      </Stack>
    </Narrow>
  )
}

function localTokens(user: string): TokenSource {
  // Asked for at once: the first view will need it. Whether it came is told to whoever asks.
  let token: Promise<string> | null = user === '' ? null : fetchToken(user)
  token?.catch(() => (token = null))
  return renew => {
    if (renew) token = null
    token ??= fetchToken(user).catch((error: unknown) => {
      token = null
      throw error
    })
    return token
  }
}

async function fetchToken(user: string): Promise<string> {
  // `pro`, so that nothing is withheld from whoever tries it out.
  const roles = user === OPERATOR ? [OPERATOR] : []
  const person = { sub: user, org_id: 'local', plan: 'pro', roles }
  let response: Response
  try {
    response = await fetch('/dev/token', { method: 'POST', body: JSON.stringify(person) })
  } catch (error) {
    throw new Unreachable('The service cannot be reached.', { cause: error })
  }
  if (!response.ok) throw new Unreachable(`/dev/token: HTTP ${response.status}`)
  return ((await response.json()) as { access_token: string }).access_token
}
