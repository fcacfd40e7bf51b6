import { Button, type ButtonProps } from '@mantine/core'
import type { MouseEvent } from 'react'
import type { Destination } from './destination'

/** A link like any other, for a middle click too; a plain click does not load the page anew. */
export function Open({ to, children, ...props }: ButtonProps & { to: Destination }) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    to.go()
  }
  return (
    <Button component="a" href={to.href} onClick={follow} {...props}>
      {children}
    </Button>
  )
}
