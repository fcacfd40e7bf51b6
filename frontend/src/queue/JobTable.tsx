import { Group, Table, VisuallyHidden } from '@mantine/core'
import { Fragment, memo, type MouseEvent } from 'react'
import { useProgressDialog } from '../progress/useProgressDialog'
import { texts } from '../texts'
import { JobActions } from './JobActions'
import { JobLog } from './JobLog'
import {
  Chooser,
  Duration,
  JobNote,
  JobProgress,
  JobTitle,
  logId,
  LogToggle,
  type OneJob,
  Pipeline,
  Started,
  StatusBadge,
  type WithLogs,
} from './JobParts'
import classes from './Queue.module.css'

const t = texts.queue
const COLUMNS = 8

export function JobTable({ name, jobs, cancel, open, toggle, chosen, choose }: WithLogs) {
  return (
    <Table verticalSpacing="sm" className={classes.table ?? ''} layout="fixed">
      <caption className={classes.caption}>{name}</caption>
      <Head />
      <Table.Tbody>
        {jobs.map(job => (
          <Row
            key={job.job_id}
            job={job}
            cancel={cancel}
            isOpen={open.has(job.job_id)}
            toggle={toggle}
            isChosen={chosen.has(job.job_id)}
            choose={choose}
          />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Head() {
  const { columns } = t
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th w={72}>
          <VisuallyHidden>{t.log.button}</VisuallyHidden>
        </Table.Th>
        <Table.Th>{columns.job}</Table.Th>
        <Table.Th w={152}>{columns.pipeline}</Table.Th>
        <Table.Th w={156}>{columns.status}</Table.Th>
        <Table.Th w={168}>{columns.progress}</Table.Th>
        <Table.Th w={96}>{columns.started}</Table.Th>
        <Table.Th w={104}>{columns.duration}</Table.Th>
        <Table.Th w={232} ta="end">
          {columns.actions}
        </Table.Th>
      </Table.Tr>
    </Table.Thead>
  )
}

/** Drawn anew only when its own job has moved. */
const Row = memo(function Row({ job, cancel, isOpen, toggle, isChosen, choose }: OneJob) {
  const dialog = useProgressDialog()
  // For the mouse alone; everybody else has the title, which is a link.
  const onClick = (event: MouseEvent) => {
    if (!isOnControl(event) && !isSelecting()) dialog.open(job.job_id)
  }
  return (
    <Fragment>
      <Table.Tr className={classes.row ?? ''} data-open={isOpen || undefined} onClick={onClick}>
        <Table.Td>
          <Group gap={6} wrap="nowrap">
            <Chooser job={job} isChosen={isChosen} choose={choose} />
            <LogToggle job={job} isOpen={isOpen} toggle={toggle} />
          </Group>
        </Table.Td>
        <Table.Td>
          <JobTitle job={job} lines={2} />
          <JobNote job={job} />
        </Table.Td>
        <Table.Td>
          <Pipeline job={job} />
        </Table.Td>
        <Table.Td>
          <StatusBadge job={job} />
        </Table.Td>
        <Table.Td>
          <JobProgress job={job} />
        </Table.Td>
        <Table.Td>
          <Started job={job} />
        </Table.Td>
        <Table.Td>
          <Duration job={job} />
        </Table.Td>
        <Table.Td>
          <JobActions job={job} cancel={cancel} />
        </Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr id={logId(job)}>
          <Table.Td colSpan={COLUMNS} className={classes.logCell ?? ''}>
            <JobLog job={job} />
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  )
})

function isOnControl(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest('a, button, input, label') !== null
}

function isSelecting(): boolean {
  return window.getSelection()?.isCollapsed === false
}
