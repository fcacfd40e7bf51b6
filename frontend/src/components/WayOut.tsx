import { Button } from '@mantine/core'
import { Link } from 'react-router'

/** The way out of a view that cannot be shown. */
export function WayOut({ to, children }: { to: string; children: string }) {
  return (
    <Button component={Link} to={to} size="xs" variant="default">
      {children}
    </Button>
  )
}
