import { Box, Group, Paper, Stack, Text } from '@mantine/core'
import { memo } from 'react'
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

export function JobCards({ name, jobs, cancel, open, toggle, chosen, choose }: WithLogs) {
  return (
    <Stack component="ul" gap="sm" className={classes.cards ?? ''} aria-label={name}>
      {jobs.map(job => (
        <Card
          key={job.job_id}
          job={job}
          cancel={cancel}
          isOpen={open.has(job.job_id)}
          toggle={toggle}
          isChosen={chosen.has(job.job_id)}
          choose={choose}
        />
      ))}
    </Stack>
  )
}

const Card = memo(function Card({ job, cancel, isOpen, toggle, isChosen, choose }: OneJob) {
  return (
    <Paper component="li" withBorder p="md">
      <Stack gap={10}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Chooser job={job} isChosen={isChosen} choose={choose} />
            <Pipeline job={job} size="xs" />
          </Group>
          <StatusBadge job={job} />
        </Group>
        <Box>
          <JobTitle job={job} lines={2} />
          <JobNote job={job} lines={2} />
        </Box>
        <JobProgress job={job} />
        <Group justify="space-between" gap={4}>
          <Group gap={6} wrap="nowrap" className={classes.when ?? ''}>
            <Started job={job} />
            {job.started_at !== null && (
              <>
                <Text span size="sm" className={classes.note ?? ''} aria-hidden>
                  ·
                </Text>
                <Duration job={job} />
              </>
            )}
            <LogToggle job={job} isOpen={isOpen} toggle={toggle} isNamed />
          </Group>
          <JobActions job={job} cancel={cancel} />
        </Group>
        {isOpen && (
          <Box id={logId(job)}>
            <JobLog job={job} />
          </Box>
        )}
      </Stack>
    </Paper>
  )
})
