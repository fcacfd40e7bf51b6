/** Colors: between light and dark. */
import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun } from '@tabler/icons-react'
import { texts } from '../texts'

export function Colors() {
  const { setColorScheme } = useMantineColorScheme()
  const shown = useComputedColorScheme('light')
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={texts.shell.colors}
      onClick={() => setColorScheme(shown === 'dark' ? 'light' : 'dark')}
    >
      {shown === 'dark' ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
    </ActionIcon>
  )
}
