/** PlotSection: a plot, and beside it the table of its numbers. */
import { Skeleton, Table } from '@mantine/core'
import { Suspense } from 'react'
import { Boundary } from '../components/Boundary'
import { Card } from '../components/Card'
import { fetched } from '../components/fetched'
import { figures as t } from '../texts/figures'
import classes from './figures.module.css'
import { written, type Plot } from './plots'

// Brings the chart library with it.
const PlotChart = fetched(() => import('./PlotChart'))

export function PlotSection({ plot }: { plot: Plot }) {
  const { title, said, series, points } = plot
  return (
    <Card title={title} text={said}>
      {points.length > 0 && series.length > 0 && (
        <div className={classes.beside}>
          <div role="img" aria-label={`${title}. ${said}`} className={classes.chart}>
            <Boundary>
              <Suspense fallback={<Skeleton h="100%" />}>
                <PlotChart plot={plot} />
              </Suspense>
            </Boundary>
          </div>
          <Numbers plot={plot} />
        </div>
      )}
    </Card>
  )
}

function Numbers({ plot }: { plot: Plot }) {
  const { title, first, series, total } = plot
  // What one looks for is of the last days.
  const points = first === t.by.day ? plot.points.toReversed() : plot.points
  return (
    <div className={classes.numbers} role="group" aria-label={t.table(title)} tabIndex={0}>
      <Table verticalSpacing={4} horizontalSpacing="xs" stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{first}</Table.Th>
            {series.map(({ name, label }) => (
              <Table.Th key={name} scope="col" ta="end">
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.map(({ label, values }, index) => (
            <Table.Tr key={index}>
              <Table.Th scope="row" fw={500}>
                {label}
              </Table.Th>
              {series.map(({ name, unit }) => (
                <Table.Td key={name} ta="end">
                  {written(values[name], unit)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
        {points.length > 1 && total !== null && (
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th scope="row">{t.total}</Table.Th>
              {series.map(({ name, unit }) => (
                <Table.Td key={name} ta="end" fw={600}>
                  {written(total[name], unit)}
                </Table.Td>
              ))}
            </Table.Tr>
          </Table.Tfoot>
        )}
      </Table>
    </div>
  )
}
