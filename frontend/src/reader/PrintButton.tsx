/** PrintButton: prints all of a course or program; Ctrl+P, where the button is, goes the same way. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { IconPrinter } from '@tabler/icons-react'
import { useEffect, useEffectEvent } from 'react'
import { tellFailed } from '../components/telling'
import { texts } from '../texts'

const t = texts.reader.actions

/** `prepare` fetches what paper needs and the screen does not yet: nothing can be fetched while printing. */
export function PrintButton({ prepare }: { prepare: () => Promise<unknown> }) {
  const printing = useMutation({
    mutationFn: prepare,
    onSuccess: async () => {
      // What has just been fetched is drawn first.
      await new Promise(resolve => setTimeout(resolve))
      window.print()
    },
    onError: error => tellFailed(t.printFailed, error),
  })
  const print = () => {
    if (!printing.isPending) printing.mutate()
  }
  useShortcut(print)
  return (
    <Button
      variant="default"
      leftSection={<IconPrinter size={18} aria-hidden />}
      loading={printing.isPending}
      onClick={print}
    >
      {t.print}
    </Button>
  )
}

function useShortcut(print: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isPrint = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    if (!isPrint || event.key.toLowerCase() !== 'p') return
    event.preventDefault()
    print()
  })
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
